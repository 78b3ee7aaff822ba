import { emptyTask, task } from "hardhat/config";
import type { HardhatUserConfig } from "hardhat/types/config";

import { built, text, textOr } from "../declaration.js";
import { JSON_FLAG } from "./declarations.js";
import { operatorTasks } from "./operator-tasks.js";
import { userTasks } from "./user-tasks.js";

/** What people do on a deployed market, a subcommand each. */
export const marketTasks: NonNullable<HardhatUserConfig["tasks"]> = [
  emptyTask("market", "Deploy a market and trade on it, on the network that --network names").build(),
  task(["market", "deploy"], "Deploys a market with its token and its committee")
    .addOption(textOr("kind", "improved", "improved or traditional"))
    .addOption(text("parameters", "JSON file of parameters; defaults without it"))
    .addOption(textOr("account", "0", "Who deploys, operates and is the bank: an account of the network"))
    .addFlag({ name: "reset", description: "Forget what was deployed on this chain before" })
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./deploy.js")))
    .build(),
  ...userTasks,
  ...operatorTasks,
];
