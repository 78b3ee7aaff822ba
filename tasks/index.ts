import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatUserConfig } from "hardhat/types/config";

import { authorityTasks } from "./authority/index.js";
import { built, text, textOr } from "./declaration.js";
import { marketTasks } from "./market/index.js";
import { observerTasks } from "./observer/index.js";
import { meterTasks } from "./meter/index.js";

/** Every task of the product: declared here, its action loaded only when it runs. */
export const tasks: NonNullable<HardhatUserConfig["tasks"]> = [
  task("attack", "The chance that an attacker overtakes a proof-of-work chain (nothing about one with finality)")
    .addOption(text("q", "The attacker's chance of making the next block, 0 to 1"))
    .addOption(text("z", "Blocks to catch up; may be left out with --risk"))
    .addOption(text("law", "poisson (the paper's approximation) or exact; without it both, or exact with --json"))
    .addOption(text("races", "Also run this many races block by block"))
    .addOption(text("seed", "Seed of the races, a whole number; 1 without it"))
    .addOption(text("risk", "Also find the fewest blocks that bring the chance below this"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(() => import("./attack.js"))
    .build(),
  task("broadcast", "How long a block takes to reach the nodes, by gossip or by the paper's unicast")
    .addOption(text("nodes", "Nodes besides the source of a block; 1000 without it"))
    .addOption(text("topology", "gossip or unicast; gossip without it"))
    .addOption(text("mode", "Of gossip: announce (peers then fetch) or push; announce without it"))
    .addOption(text("degree", "Of gossip: peers of a node; 8 without it"))
    .addOption(text("blocks", "Blocks, each from a source of its own; 10 without it"))
    .addOption(text("latency", "Latency of a link, one way, in seconds; 0.05 without it"))
    .addOption(text("bandwidth", "Bandwidth of a node's upload, in MB/s; 100 without it"))
    .addOption(text("blockSize", "Size of a block, in MB; 1 without it"))
    .addOption(text("seed", "Seed, a whole number; 1 without it"))
    .addOption(text("regions", "JSON file of regions with latencies of their own, in place of --latency"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(() => import("./broadcast.js"))
    .build(),
  task("evaluate", "Runs the evaluation on the built-in chain, or on the anvil of --network, and writes the report")
    .addOption(text("only", "Studies to run, with commas between; all without it"))
    .addOption({ name: "out", description: "Folder of the report", type: ArgumentType.STRING, defaultValue: "report" })
    .addOption(text("seed", "Seed of everything drawn at random, a whole number; 1 without it"))
    .addOption(text("settings", "JSON file of settings, such as settings.json in a report's folder"))
    .addOption(text("set", "Settings one by one: group.name=value, with commas between, such as time.nodes=500"))
    .addOption(text("consumption", "CSV of the households' meters, or a folder; the shipped sample without it"))
    .addOption(text("generation", "CSV of the solar roofs' meters, or a folder; the shipped sample without it"))
    .addOption(text("prices", "CSV of prices; the shipped sample without it"))
    .addOption(text("consumptionDay", "Day of the consumption to begin with, such as 2013-06-15; the first without it"))
    .addOption(text("generationDay", "Day of the generation to begin with; the first without it"))
    .addOption(text("priceDay", "Day of the prices to begin with; the first without it"))
    .addOption(text("days", "How many days to trade, each on markets of its own; 1 without it"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(built(() => import("./evaluate.js")))
    .build(),
  task("bench", "Measures attack laws, races, broadcast and the chain, several times, on this machine")
    .addOption(text("runs", "Runs of each measurement; 5 without it"))
    .addOption(text("races", "Races; 10,000,000 without it"))
    .addOption(text("nodes", "Numbers of nodes, with commas between; 300 to 100,000 without it"))
    .addOption(textOr("chain", "full", "full, no, or settings of a smaller Table 1, such as table1.users=200"))
    .addOption(textOr("out", "bench", "Folder for bench.json"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(() => import("./benchmark/bench.js"))
    .build(),
  ...marketTasks,
  ...authorityTasks,
  ...observerTasks,
  ...meterTasks,
  task("prove", "Proves the claims about the libraries by solc's model checker")
    .setAction(() => import("./prove.js"))
    .build(),
  task("sample", "Writes a generated sample of meter and price files")
    .addOption(text("days", "Days of half-hours; 1 without it"))
    .addOption(text("households", "Households; 40 without it"))
    .addOption(text("roofs", "Solar roofs; 20 without it"))
    .addOption(text("seed", "Seed, a whole number; 1 without it"))
    .addOption(text("out", "Directory to write to; without it, the shipped sample is written in its place"))
    .addFlag({ name: "check", description: "Write nothing, check that the files are what the seed gives" })
    .setAction(() => import("./sample.js"))
    .build(),
];
