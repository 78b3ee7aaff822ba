import { emptyTask, task } from "hardhat/config";
import type { HardhatUserConfig } from "hardhat/types/config";

import { daemonOptions } from "../daemon/options.js";
import { built, text, textOr } from "../declaration.js";

const [port, host, record, kind, data, poll] = daemonOptions("authority");

/** What an authority runs. */
export const authorityTasks: NonNullable<HardhatUserConfig["tasks"]> = [
  emptyTask("authority", "Verify agreements as one of a market's authorities").build(),
  task(["authority", "run"], "Reviews what awaits verification, signs or refuses, and submits with its peers")
    .addOption(text("peers", "URLs of the other authorities' services, with commas between"))
    .addOption(textOr("stepIn", "20", "Seconds that each authority waits for the one before it to submit"))
    .addOption(port)
    .addOption(host)
    .addOption(record)
    .addOption(kind)
    .addOption(data)
    .addOption(poll)
    .setAction(built(() => import("./run.js")))
    .build(),
];
