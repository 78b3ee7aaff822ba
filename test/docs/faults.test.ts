import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

const root = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** The table's rows: the fault, what happens, the tests. */
const rows = readFileSync(root("docs/faults.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map(
    (line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()) as [string, string, string],
  )
  .slice(2);

describe("The table of faults", () => {
  it("has a row for every fault that Wattlane must survive", () => {
    const listed = rows.map(([fault]) => fault.toLowerCase()).join("\n");
    for (const fault of ["node", "nonsense", "underpriced", "dropped", "replaced", "reorganisation", "two instances"])
      expect(listed).to.contain(fault);
    for (const fault of ["silent", "rubbish", "huge", "malformed", "clock", "full disk", "sigterm", "kill -9"])
      expect(listed).to.contain(fault);
  });

  for (const [fault, , tests] of rows) {
    it(`names tests that exist: ${fault}`, () => {
      const named = [...tests.matchAll(/`(test\/[^`]+\.test\.ts)`: ([^;]+)/g)];
      expect(named).to.not.deep.equal([]);
      for (const [, file, title] of named) {
        expect(existsSync(root(file!)), file).to.equal(true);
        expect(readFileSync(root(file!), "utf8"), file).to.contain(`"${title!.trim()}"`);
      }
    });
  }
});
