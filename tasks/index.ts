import { overrideTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatUserConfig } from "hardhat/types/config";

import { authorityTasks } from "./authority/index.js";
import { DATA_OPTIONS } from "./data-options.js";
import { isDeploying } from "./deploying.js";
import { built, text, textOr } from "./declaration.js";
import { marketTasks } from "./market/index.js";
import { observerTasks } from "./observer/index.js";
import { meterTasks } from "./meter/index.js";

const [columns, unit, decimal, dates, zone, stamps] = DATA_OPTIONS;

/** Every task of the product: declared here, its action loaded only when it runs. */
export const tasks: NonNullable<HardhatUserConfig["tasks"]> = [
  task("attack", "Computes the chance that an attacker overtakes a proof-of-work chain (not one with finality)")
    .addOption(text("q", "The attacker's chance of making the next block, 0 to 1"))
    .addOption(text("z", "Blocks that the attacker is behind; optional with --risk"))
    .addOption(text("law", "poisson (the paper's approximation) or exact; default both, with --json exact"))
    .addOption(text("races", "Also simulate this many races block by block"))
    .addOption(text("seed", "Seed of the races, a whole number; default 1"))
    .addOption(text("risk", "Also find the fewest blocks that bring the chance below this"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(() => import("./attack.js"))
    .build(),
  task("broadcast", "Simulates how long a block takes to reach the nodes, by gossip or by the paper's unicast")
    .addOption(text("nodes", "Nodes besides the source of a block; default 1000"))
    .addOption(text("topology", "gossip or unicast; default gossip"))
    .addOption(text("mode", "Of gossip: announce (peers then fetch) or push; default announce"))
    .addOption(text("degree", "Of gossip: peers of a node; default 8"))
    .addOption(text("blocks", "Blocks, each from a source of its own; default 10"))
    .addOption(text("latency", "Latency of a link, one way, in seconds; default 0.05"))
    .addOption(text("bandwidth", "Bandwidth of a node's upload, in MB/s; default 100"))
    .addOption(text("blockSize", "Size of a block, in MB; default 1"))
    .addOption(text("seed", "Seed, a whole number; default 1"))
    .addOption(text("regions", "JSON file of latencies by region, in place of --latency"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(() => import("./broadcast.js"))
    .build(),
  task("evaluate", "Runs the evaluation on the built-in chain, or on the anvil of --network, and writes the report")
    .addOption(text("only", "Studies to run, separated by commas; default all"))
    .addOption({ name: "out", description: "Folder of the report", type: ArgumentType.STRING, defaultValue: "report" })
    .addOption(text("seed", "Seed of everything drawn at random, a whole number; default 1"))
    .addOption(text("settings", "JSON file of settings, such as settings.json in a report's folder"))
    .addOption(text("set", "Single settings, group.name=value, separated by commas, such as time.nodes=500"))
    .addOption(text("consumption", "File of the households' meters, or a folder; default the shipped sample"))
    .addOption(text("generation", "File of the solar roofs' meters, or a folder; default the shipped sample"))
    .addOption(text("prices", "File of prices; default the shipped sample"))
    .addOption(text("consumptionDay", "Day of the consumption to begin with, such as 2013-06-15; default the first"))
    .addOption(text("generationDay", "Day of the generation to begin with; default the first"))
    .addOption(text("priceDay", "Day of the prices to begin with; default the first"))
    .addOption(columns)
    .addOption(unit)
    .addOption(decimal)
    .addOption(dates)
    .addOption(zone)
    .addOption(stamps)
    .addOption(text("days", "Days to trade, each on markets of its own; default 1"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(built(() => import("./evaluate.js")))
    .build(),
  task("bench", "Measures the speed of attack laws, races, broadcast and the chain on this machine")
    .addOption(text("runs", "Runs of each measurement; default 5"))
    .addOption(text("races", "Races; default 10,000,000"))
    .addOption(text("nodes", "Numbers of nodes, separated by commas; default 300 to 100,000"))
    .addOption(textOr("chain", "full", "full, no, or settings of a smaller Table 1, such as table1.users=200"))
    .addOption(textOr("out", "bench", "Folder for bench.json"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(() => import("./benchmark/bench.js"))
    .build(),
  ...marketTasks,
  ...authorityTasks,
  ...observerTasks,
  ...meterTasks,
  task("completion", "Prints a script that completes these commands in bash, zsh or fish")
    .addPositionalArgument({
      name: "shell",
      description: "bash, zsh or fish",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(() => import("./completion.js"))
    .build(),
  overrideTask(["ignition", "deploy"])
    .setAction(() => import("./ignition-deploy.js"))
    .build(),
  overrideTask("build")
    .setInlineAction((args, _hre, runSuper) => (isDeploying() ? Promise.resolve({}) : runSuper(args)))
    .build(),
  task("prove", "Proves the claims about the libraries with solc's model checker")
    .setAction(() => import("./prove.js"))
    .build(),
  task("sample", "Writes a generated sample of meter and price files")
    .addOption(text("days", "Days of half-hours; default 1"))
    .addOption(text("households", "Households; default 40"))
    .addOption(text("roofs", "Solar roofs; default 20"))
    .addOption(text("seed", "Seed, a whole number; default 1"))
    .addOption(text("out", "Folder to write to; by default the shipped sample is written anew"))
    .addFlag({ name: "check", description: "Write nothing; check that the files are those of the seed" })
    .setAction(() => import("./sample.js"))
    .build(),
];
