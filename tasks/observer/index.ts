import { emptyTask, task } from "hardhat/config";
import type { HardhatUserConfig } from "hardhat/types/config";

import { daemonOptions } from "../daemon/options.js";
import { built, text, textOr } from "../declaration.js";

const [PORT, HOST, RECORD, KIND, DATA] = daemonOptions("observer");

/** The observer: a record of every event of a market, and what comes out of it. */
export const observerTasks: NonNullable<HardhatUserConfig["tasks"]> = [
  emptyTask("observer", "Keep a record of every event of a market, and read it").build(),
  task(["observer", "run"], "Records a market's events through restarts and reorganisations, and shows how it does")
    .addOption(PORT)
    .addOption(HOST)
    .addOption(RECORD)
    .addOption(KIND)
    .addOption(DATA)
    .addOption(textOr("poll", "1", "Seconds between two looks at the chain"))
    .addOption(text("limit", "Largest size of the record, in MB; as large as the disk allows without it"))
    .setAction(built(() => import("./run.js")))
    .build(),
  task(["observer", "history"], "What happened to a user, an agreement or an offer, from the record")
    .addOption(DATA)
    .addOption(text("user", "Address of a party; its own acts and those on its offers and agreements"))
    .addOption(text("agreement", "Id of an agreement"))
    .addOption(text("offer", "Id of an offer; with the agreements made on it"))
    .addOption(text("event", "Names of events, with commas between; all without it"))
    .addOption(text("since", "ISO 8601 time from which, such as 2026-01-31T00:00Z"))
    .addOption(text("until", "ISO 8601 time before which"))
    .addOption(text("last", "So many events, the newest; all without it"))
    .addFlag({ name: "json", description: "Print one JSON document" })
    .setAction(built(() => import("./history.js")))
    .build(),
  task(["observer", "export"], "Writes the record as CSV: events, offers, agreements, settlements, debts")
    .addOption(DATA)
    .addOption(text("out", "Folder to write to"))
    .setAction(built(() => import("./export.js")))
    .build(),
];
