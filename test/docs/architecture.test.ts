import { readFileSync } from "node:fs";

import { expect } from "chai";

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

/** Rooms and what they may import, each by a pattern of a room's name and one of the list. */
function rooms(file: string, row: RegExp): Map<string, string[]> {
  const found = [...read(file).matchAll(row)].map(([, room, list]): [string, string[]] => [
    room!,
    list!.match(/[a-z]+/g) ?? [],
  ]);
  return new Map(found);
}

describe("The page on architecture", () => {
  it("gives each room the imports that the linter allows", () => {
    const linted = rooms("eslint.config.js", /^ {2}([a-z]+): \[([a-z", ]*)\],$/gm);
    const documented = rooms("docs/architecture.md", /^\| `([a-z]+)` +\|[^|]+\| ([a-z, ]*) *\|$/gm);
    expect(linted.size).to.be.above(10);
    expect(documented).to.deep.equal(linted);
  });
});
