import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const SHIPPED = globSync("{src,tasks,scripts,ignition}/**/*.ts", { cwd: ROOT }).sort();
const TESTS = globSync("test/**/*.ts", { cwd: ROOT }).sort();
const CONTRACTS = globSync("{contracts,proofs,test/solidity}/**/*.sol", { cwd: ROOT }).sort();

const MOST_LINES = 300;
const MOST_COLUMNS = 120;

const linesOf = (file: string) => readFileSync(`${ROOT}${file}`, "utf8").split("\n");
const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(`${ROOT}${file}`, "utf8"), ts.ScriptTarget.ESNext, true);

/** Names that a file declares and exports; not its default export, nor what it passes on from others. */
function exportedNames(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const modifiers = new Set(ts.getModifiers(statement)?.map(({ kind }) => kind));
    if (!modifiers.has(ts.SyntaxKind.ExportKeyword) || modifiers.has(ts.SyntaxKind.DefaultKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    const { name } = statement as ts.DeclarationStatement;
    return name === undefined ? [] : [name.text];
  });
}

/** Global types of the language's library and of Node, `Event` apart: it is the best name for what a contract emits. */
const GLOBAL_TYPES = new Set([
  ..."Record Partial Required Readonly Pick Omit Exclude Extract Awaited Parameters ReturnType Iterable".split(" "),
  ...Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z]/.test(name) && name !== "Event"),
]);

function typeParameters(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeParameterDeclaration(node)) names.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

describe("The code", () => {
  it("declares each exported name once", () => {
    const files = new Map<string, Set<string>>();
    for (const file of SHIPPED)
      for (const name of exportedNames(parse(file))) files.set(name, (files.get(name) ?? new Set()).add(file));
    const twice = [...files].filter(([, declaring]) => declaring.size > 1).map(([name, where]) => [name, ...where]);
    expect(twice).to.deep.equal([]);
  });

  it("names no type parameter like a global type", () => {
    const named = [...SHIPPED, ...TESTS].flatMap((file) =>
      typeParameters(parse(file))
        .filter((name) => GLOBAL_TYPES.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(named).to.deep.equal([]);
  });

  it(`has no TypeScript file above ${MOST_LINES} lines`, () => {
    expect(SHIPPED.filter((file) => linesOf(file).length > MOST_LINES + 1)).to.deep.equal([]);
  });

  it(`has no comment beyond ${MOST_COLUMNS} columns`, () => {
    const wide = [...SHIPPED, ...TESTS, ...CONTRACTS].flatMap((file) =>
      linesOf(file).flatMap((line, at) =>
        line.length > MOST_COLUMNS && /^\s*(\/\/|\/?\*)/.test(line) ? [`${file}:${at + 1}`] : [],
      ),
    );
    expect(wide).to.deep.equal([]);
  });
});
