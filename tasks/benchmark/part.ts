import process from "node:process";

import { broadcastParameters } from "../../src/broadcast/broadcast-parameters.js";
import { broadcast } from "../../src/broadcast/broadcast.js";
import { attackSurface } from "../../src/model/attack/figures.js";
import { mulberry32 } from "../../src/model/random.js";
import { simulateRaces } from "../../src/parallel/races.js";

/** Enough passes of the grid that the compiler has seen it often. */
const GRID_PASSES = 50;
/**
 * Blocks a broadcast measurement simulates, whatever the number of nodes: so each has the same share in making the
 * graph.
 */
const BLOCKS = 100;

/** What a part measures: seconds of one unit of its work, warmed up before. */
const PARTS: Record<string, (size: number) => Promise<number> | number> = {
  "grid-poisson": () => secondsOf(() => attackSurface("poisson")),
  "grid-exact": () => secondsOf(() => attackSurface("exact")),
  races: (races) => secondsOf(() => simulateRaces({ q: 0.3, z: 6, races, seed: 1, threads: 2 })),
  broadcast: async (nodes) => {
    const settings = { parameters: broadcastParameters({ nodes }), topology: "gossip", mode: "announce" } as const;
    const seconds = await secondsOf(() =>
      broadcast({ ...settings, blocks: BLOCKS, regions: undefined }, mulberry32(1)),
    );
    return seconds / BLOCKS;
  },
};

async function secondsOf(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const [name = "", size = "0", runs = "1"] = process.argv.slice(2);
const part = PARTS[name];
if (part === undefined) throw new RangeError(`no part of the benchmark is called ${name}`);
const warmUp = name.startsWith("grid") ? GRID_PASSES : 0;
for (let pass = 0; pass < warmUp; pass++) await part(Number(size));
const seconds: number[] = [];
for (let run = 0; run < Number(runs); run++) seconds.push(await part(Number(size)));
process.stdout.write(JSON.stringify({ seconds, peakMB: process.resourceUsage().maxRSS / 1024 }));
