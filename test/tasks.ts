import { task } from "hardhat/config";

import { built, textOr } from "../tasks/declaration.js";

/** Tasks for people who change the contracts; the product's own are in `tasks/`. */
export const developerTasks = [
  task("gas", "Measures the gas of every step and writes gas.json and docs/gas.md")
    .addFlag({ name: "check", description: "Write nothing, check that both are fresh and within the budgets" })
    .setAction(built(() => import("./gas/action.js"), { noTests: false }))
    .build(),
  task("differential", "Plays random actions on the chain and in the reference of its rules, and compares them exactly")
    .addOption(textOr("actions", "10000", "Actions on each market"))
    .addOption(textOr("seed", "1", "Seed, a whole number"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(built(() => import("./differential/action.js")))
    .build(),
];
