import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAGES = globSync(["*.md", "docs/**/*.md", "data/sample/*.md"], { cwd: ROOT }).sort();

const FOLDERS = "contracts|data/sample|docs|ignition|proofs|schemas|scripts|src|tasks|test";
const FILES = globSync([...FOLDERS.split("|").map((folder) => `${folder}/**`), "*.ts"], { cwd: ROOT });

/** A path in backticks from the repository's root: `src/model/time.ts`, `docs/decisions/`, `test/e2e/*.ts`. */
const PATHS = new RegExp(`\`((?:${FOLDERS})/[\\w./{},*-]*)\``, "g");
/** A source file in backticks, with or without its folder: `time.ts`, `model/time.ts`. */
const SOURCES = /`([\w./-]+\.(?:ts|mjs|sol))`/g;
/** Written by commands. */
const GENERATED = ["ignition/deployments/"];

const read = (page: string) => readFileSync(join(ROOT, page), "utf8");
const withoutCode = (text: string) => text.replaceAll(/^(?: {4}|```[^]*?^```).*$/gm, "");

/** The anchor that a heading gets: lower case, no punctuation, hyphens for spaces. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
const anchorsOf = (page: string) => [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));

describe("The pages", () => {
  for (const page of PAGES) {
    it(`links to files and headings that exist: ${page}`, () => {
      for (const [, target] of withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target!)) continue;
        const [path, anchor] = target!.split("#") as [string, string?];
        const file = path === "" ? page : join(dirname(page), path);
        expect(existsSync(join(ROOT, file)), `${page} links to ${target!}`).to.equal(true);
        if (anchor !== undefined) expect(anchorsOf(file), `${page} links to ${target!}`).to.include(anchor);
      }
    });

    it(`names files that exist: ${page}`, () => {
      for (const [, path] of read(page).matchAll(PATHS))
        if (!GENERATED.includes(path!)) expect(globSync(path!, { cwd: ROOT }), path).to.not.deep.equal([]);
      for (const [, source] of read(page).matchAll(SOURCES))
        expect(
          FILES.some((file) => `/${file}`.endsWith(`/${source!}`)),
          `${page} names ${source!}`,
        ).to.equal(true);
    });
  }

  it("list every decision by its number and title", () => {
    const list = read("docs/decisions/README.md");
    for (const page of globSync("docs/decisions/0*.md", { cwd: ROOT })) {
      const [, title] = /^# (.+)$/m.exec(read(page))!;
      expect(list).to.contain(`- ${basename(page).slice(0, 4)} [${title!}](${basename(page)})\n`);
    }
  });
});
