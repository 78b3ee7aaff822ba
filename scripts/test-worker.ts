import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** What a process of `npm test` loads before it runs one of Mocha's files after the other. */

/** Environment variable with the file to which the time of each test file is added. */
export const TIMES_VARIABLE = "WATTLANE_TEST_TIMES";

// Mocha's way to have its processes read TypeScript; the commands that tests start have their own.
delete process.env.NODE_OPTIONS;

let startedAt = 0;

export const mochaHooks = {
  beforeAll() {
    startedAt = performance.now();
  },
  afterAll(this: Mocha.Context) {
    const file = this.test?.parent?.suites[0]?.file;
    const times = process.env[TIMES_VARIABLE];
    if (file === undefined || times === undefined) return;
    const seconds = (performance.now() - startedAt) / 1000;
    appendFileSync(times, `${JSON.stringify([relative(process.cwd(), file), seconds])}\n`);
  },
};

/** The times that a run has added. */
export function secondsByFile(times: string): Record<string, number> {
  if (!existsSync(times)) return {};
  const lines = readFileSync(times, "utf8").trimEnd().split("\n");
  return Object.fromEntries(lines.map((line) => JSON.parse(line) as [string, number]));
}
