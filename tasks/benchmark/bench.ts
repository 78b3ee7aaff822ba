import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { UsageError } from "../../src/model/errors.js";
import { growthExponent, median } from "../../src/model/statistics.js";
import type { Column } from "../../src/report/column.js";
import { toJson } from "../../src/report/json.js";
import { toTextTable } from "../../src/report/table.js";
import { requireWritable, writeFiles } from "../../src/report/write.js";
import { command } from "../command.js";
import { wholeOption } from "../options.js";
import { during } from "../progress.js";
import { chainRows, networkRows, type BenchmarkRow } from "./chain-rows.js";
import { runNode } from "./run.js";

interface Arguments {
  readonly runs: string | undefined;
  readonly races: string | undefined;
  readonly nodes: string | undefined;
  readonly chain: string;
  readonly out: string;
  readonly json: boolean;
}

const COLUMNS: readonly Column<BenchmarkRow>[] = [
  { name: "what", heading: "What", value: ({ what }) => what },
  { name: "median", heading: "Median", value: (row) => row.median, decimals: 3 },
  { name: "unit", heading: "Unit", value: ({ unit }) => unit },
  { name: "runs", heading: "Runs", value: ({ runs }) => runs },
  { name: "peak_mb", heading: "Peak [MB]", value: ({ peakMB }) => peakMB, decimals: 0 },
];

const root = fileURLToPath(new URL("../..", import.meta.url));
const part = fileURLToPath(new URL("./part.ts", import.meta.url));

export default command(async (args: Arguments, { globalOptions }: HardhatRuntimeEnvironment) => {
  const runs = wholeOption("--runs", args.runs ?? "5", { min: 1, max: 1000 });
  const races = wholeOption("--races", args.races ?? "10000000", { min: 1, max: 1e12 });
  const sizes = (args.nodes ?? "300,1000,3000,9000,30000,100000")
    .split(",")
    .map((nodes) => wholeOption("--nodes", nodes, { min: 1, max: 1_000_000 }));
  if (sizes.length < 2) throw new UsageError(`--nodes ${args.nodes ?? ""}: growth needs two numbers at least`);
  await requireWritable(args.out, [FILE]);

  const rows = [
    await measured("attack grid, Poisson law", "grid-poisson", 0, 20 * runs, "ms"),
    await measured("attack grid, exact law", "grid-exact", 0, 20 * runs, "ms"),
    await measured(`${String(races)} races on two threads`, "races", races, runs, "s"),
  ];
  const broadcasts: (readonly [number, number])[] = [];
  for (const nodes of sizes) {
    const row = await measured(`broadcast, ${String(nodes)} nodes, a block`, "broadcast", nodes, runs, "ms");
    broadcasts.push([nodes, row.median]);
    rows.push(row);
  }
  const growth = { what: "broadcast, growth exponent", median: growthExponent(broadcasts), unit: "" };
  rows.push({ ...growth, runs, peakMB: null });
  rows.push({ ...costRatio(broadcasts), runs, peakMB: null });
  // Hardhat's type does not say so, but it is missing where the option is.
  const network = globalOptions.network as string | undefined;
  if (args.chain !== "no") {
    for (const row of await during("Table 1 on the chain", () => chainRows(args.chain))) rows.push(row);
    if (network !== undefined) {
      const compared = await during("the built-in chain and anvil", () => networkRows(args.chain, network, runs));
      for (const row of compared) rows.push(row);
    }
  }
  const gas = JSON.parse(readFileSync(join(root, "gas.json"), "utf8")) as Record<string, Record<string, number>>;

  await writeFiles(args.out, { [FILE]: toJson({ note: NOTE, rows, gas }) });
  process.stdout.write(args.json ? toJson({ rows, gas }) : `${toTextTable(COLUMNS, rows)}\n${NOTE}\n`);
});

const FILE = "bench.json";
const NOTE = "Measured on this machine, in this run; gas by step is exact and stands in docs/gas.md.";

/** From here on a network is large; below it, a block's fixed cost would count. */
const LARGE = 3000;

/** What a node and block cost in the largest network, against the first large one (the smallest where none is). */
function costRatio(broadcasts: readonly (readonly [number, number])[]): Pick<BenchmarkRow, "what" | "median" | "unit"> {
  const bySize = broadcasts.toSorted(([one], [other]) => one - other);
  const [nodes, cost] = bySize.find(([size]) => size >= LARGE) ?? bySize[0] ?? [NaN, NaN];
  const [most, mostCost] = bySize.at(-1) ?? [NaN, NaN];
  const what = `broadcast, cost a node and block, ${String(most)} : ${String(nodes)} nodes`;
  return { what, median: mostCost / most / (cost / nodes), unit: "" };
}

/** Measures a part in a process of its own, so that its peak memory is measured alone. */
async function measured(
  what: string,
  name: string,
  size: number,
  runs: number,
  unit: "s" | "ms",
): Promise<BenchmarkRow> {
  const args = ["--import", "tsx", part, name, String(size), String(runs)];
  const output = await during(what, () => runNode(args));
  const { seconds, peakMB } = JSON.parse(output) as { seconds: number[]; peakMB: number };
  return { what, median: median(seconds) * (unit === "ms" ? 1000 : 1), unit, runs, peakMB };
}
