import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

import Mocha from "mocha";

import config from "../hardhat.config.js";
import type { Column } from "../src/report/column.js";
import { toTextTable } from "../src/report/table.js";
import { buildOnce } from "./build-once.js";
import { secondsByFile, TIMES_VARIABLE } from "./test-worker.js";

/**
 * `npm test`: builds once, then runs the Solidity tests and Mocha's files side by side, and says where the time went.
 * With arguments it is `hardhat test` with these arguments.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const cache = join(root, "cache");
const HARDHAT = fileURLToPath(new URL("cli.js", import.meta.resolve("hardhat")));
/** Seconds that each file took when it last ran, as JSON: the longest begin first. */
const LAST_TIMES = join(cache, "test-seconds.json");
/** As many beside the cores as usually wait for a node or a clock. */
const JOBS = availableParallelism() + 1;
/** They build the contracts anew, which takes the types from under the others. */
const ALONE = ["test/tasks/build-once.test.ts"];
/** Longer than the rest by far, for a run that knows no times yet. */
const LONG = ["test/e2e/day.test.ts", "test/tasks/evaluate-day.test.ts", "test/gas/scale.test.ts"];

/** What a file is taken to last that has not run here yet, s. */
const UNKNOWN_SECONDS = 10;
/** Mocha's processes load these: our own, and Hardhat's, which finds assertions that nobody awaited. */
const WORKER_MODULES = [
  new URL("test-worker.ts", import.meta.url).href,
  new URL("unhandled-rejection-mocha-hook.js", import.meta.resolve("@nomicfoundation/hardhat-mocha")).href,
];
/** Files that the closing table names. */
const SLOWEST = 12;

interface Outcome {
  readonly passing: number;
  readonly failing: number;
  readonly skipped: number;
}

async function hardhatTest(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [HARDHAT, "test", ...args], { stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}

async function everything(): Promise<number> {
  const startedAt = performance.now();
  if (!(await buildOnce({ root, cache }, false))) return 1;
  const builtAt = performance.now();

  const times = join(cache, "test-times.ndjson");
  rmSync(times, { force: true });
  process.env[TIMES_VARIABLE] = times;
  let solidityAt = builtAt;
  const [solidity, mocha] = await Promise.all([
    solidityTests().finally(() => (solidityAt = performance.now())),
    mochaTests(globSync("test/**/*.test.ts", { cwd: root })),
  ]);
  const files = secondsByFile(times);
  writeFileSync(LAST_TIMES, JSON.stringify(files));

  const seconds = (from: number, to: number) => (to - from) / 1000;
  const slowest = Object.entries(files).sort(([, one], [, other]) => other - one);
  const rest = slowest.splice(SLOWEST);
  const rows: (readonly [string, number])[] = [
    ["everything", seconds(startedAt, performance.now())],
    ["the build", seconds(startedAt, builtAt)],
    ["Solidity's tests", seconds(builtAt, solidityAt)],
    ...slowest,
    [`the other ${rest.length} files, together`, rest.reduce((sum, [, each]) => sum + each, 0)],
  ];
  process.stdout.write(`Where the time went, ${JOBS} of Mocha's files at once:\n\n${toTextTable(COLUMNS, rows)}\n`);
  for (const kind of ["passing", "failing", "skipped"] as const) {
    const sum = solidity[kind] + mocha[kind];
    if (sum > 0) process.stdout.write(`${sum} ${kind} (${solidity[kind]} solidity, ${mocha[kind]} mocha)\n`);
  }
  return solidity.failing + mocha.failing > 0 ? 1 : 0;
}

const COLUMNS: readonly Column<readonly [string, number]>[] = [
  { name: "what", heading: "What", value: ([what]) => what },
  { name: "seconds", heading: "Seconds", value: ([, taken]) => taken, decimals: 1 },
];

/** In a process of its own, whose output comes when it has ended. */
async function solidityTests(): Promise<Outcome> {
  const child = spawn(process.execPath, [HARDHAT, "test", "solidity", "--no-compile"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close") as Promise<[number | null]>]);
  process.stdout.write(output);
  const count = (kind: string) =>
    Number(new RegExp(`^ *(\\d+) ${kind}$`, "m").exec(stripVTControlCharacters(output))?.[1] ?? 0);
  const failing = count("failing");
  return { passing: count("passing"), failing: code === 0 ? failing : Math.max(failing, 1), skipped: count("skipped") };
}

async function mochaTests(files: readonly string[]): Promise<Outcome> {
  process.env.HH_TEST = "true";
  process.env.NODE_ENV ??= "test";
  const isAlone = (file: string) => ALONE.includes(file);
  const outcomes = [
    await runMocha(files.filter(isAlone)),
    await runMocha(longestFirst(files.filter((file) => !isAlone(file)))),
  ];
  const total = (kind: keyof Outcome) => outcomes.reduce((sum, outcome) => sum + outcome[kind], 0);
  return { passing: total("passing"), failing: total("failing"), skipped: total("skipped") };
}

/** By Mocha's own pool of processes, each of which takes the next file when it is free. */
async function runMocha(files: readonly string[]): Promise<Outcome> {
  process.env.NODE_OPTIONS = `--import ${import.meta.resolve("tsx/esm")}`;
  const mocha = new Mocha({ ...config.test?.mocha, parallel: true, jobs: JOBS, require: WORKER_MODULES });
  for (const file of files) mocha.addFile(join(root, file));
  let runner: Mocha.Runner | undefined;
  const failures = await new Promise<number>((resolve) => (runner = mocha.run(resolve)));
  delete process.env.NODE_OPTIONS;
  const { passes = 0, pending = 0 } = runner?.stats ?? {};
  return { passing: passes, failing: failures, skipped: pending };
}

function longestFirst(files: readonly string[]): string[] {
  const known = existsSync(LAST_TIMES) ? (JSON.parse(readFileSync(LAST_TIMES, "utf8")) as Record<string, number>) : {};
  const expected = (file: string) => known[file] ?? (LONG.includes(file) ? Infinity : UNKNOWN_SECONDS);
  return files.toSorted((one, other) => expected(other) - expected(one) || (one < other ? -1 : 1));
}

process.chdir(root);
const options = process.argv.slice(2);
process.exitCode = options.length > 0 ? await hardhatTest(options) : await everything();
