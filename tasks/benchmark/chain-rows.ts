import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { median } from "../../src/model/statistics.js";
import { run } from "./run.js";

/** One row of the benchmark. Everything in it was measured on this machine, in this run. */
export interface BenchmarkRow {
  readonly what: string;
  readonly median: number;
  readonly unit: string;
  readonly runs: number;
  readonly peakMB: number | null;
}

/** What an evaluation measured of itself. */
interface Timings {
  readonly table1: Readonly<Record<string, number>>;
  readonly day?: { readonly seconds: number };
}

/** More runs of whole studies take too long. */
const MOST_RUNS = 3;

/**
 * Transactions a second of Table 1, beside what the chain can do at most, from one run of that study.
 *
 * @param settings - "full", or settings of a smaller Table 1
 */
export async function chainRows(settings: string): Promise<BenchmarkRow[]> {
  const { table1 } = await evaluated("table1", settings);
  const { transactionsPerSecond, ceilingTransactionsPerSecond, shareOfCeiling, peakMemoryMB } = table1;
  const row = (what: string, value = NaN, unit = "", peakMB: number | null = null): BenchmarkRow => {
    return { what, median: value, unit, runs: 1, peakMB };
  };
  return [
    row("Table 1 on the chain", transactionsPerSecond, "transactions/s", peakMemoryMB ?? null),
    row("the chain's own ceiling", ceilingTransactionsPerSecond, "transactions/s"),
    row("share of the ceiling", shareOfCeiling),
  ];
}

/**
 * The same studies on the built-in chain and on a network's anvil, in turns, so that both meet the machine as it is.
 */
export async function networkRows(settings: string, network: string, runs: number): Promise<BenchmarkRow[]> {
  const count = Math.min(runs, MOST_RUNS);
  const seconds = {
    table1: { builtIn: [] as number[], anvil: [] as number[] },
    day: { builtIn: [] as number[], anvil: [] as number[] },
  };
  for (let i = 0; i < count; i++) {
    for (const [where, options] of [
      ["builtIn", []],
      ["anvil", ["--network", network]],
    ] as const) {
      const { table1, day } = await evaluated("table1,day", settings, options);
      seconds.table1[where].push((table1.transactions ?? NaN) / (table1.transactionsPerSecond ?? NaN));
      seconds.day[where].push(day?.seconds ?? NaN);
    }
  }
  return [["Table 1", seconds.table1] as const, ["a day of trading", seconds.day] as const].flatMap(([what, taken]) => {
    const [builtIn, anvil] = [median(taken.builtIn), median(taken.anvil)];
    const row = (where: string, value: number, unit: string): BenchmarkRow => {
      return { what: `${what}, ${where}`, median: value, unit, runs: count, peakMB: null };
    };
    return [
      row("built-in chain", builtIn, "s"),
      row(`--network ${network}`, anvil, "s"),
      row(`built-in : ${network}`, builtIn / anvil, ""),
    ];
  });
}

async function evaluated(only: string, settings: string, options: readonly string[] = []): Promise<Timings> {
  const out = mkdtempSync(join(tmpdir(), "wattlane-bench-"));
  try {
    const set = settings === "full" ? [] : ["--set", settings];
    await run(["evaluate", "--only", only, "--out", out, "--json", ...set, ...options]);
    const { studies } = JSON.parse(readFileSync(join(out, "timings.json"), "utf8")) as { studies: Timings };
    return studies;
  } finally {
    rmSync(out, { recursive: true });
  }
}
