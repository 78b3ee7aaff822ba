import { task } from "hardhat/config";

import { built } from "../../scripts/tasks/declaration.js";

/** For those who change the contracts; the product's own tasks are in `scripts/tasks`. */
export const gasTask = task("gas", "Measures the gas of every step and writes gas.json and docs/gas.md")
  .addFlag({ name: "check", description: "Write nothing, check that both are fresh and within the budgets" })
  .setAction(built(() => import("./action.js"), { noTests: false }))
  .build();
