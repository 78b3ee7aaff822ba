import { emptyTask, task } from "hardhat/config";
import type { HardhatUserConfig } from "hardhat/types/config";

import { daemonOptions } from "../daemon/options.js";
import { built, text } from "../declaration.js";

const [PORT, HOST, RECORD, KIND, DATA, POLL] = daemonOptions("observer");

/** The observer: an index of every event of a market, and what comes out of it. */
export const observerTasks: NonNullable<HardhatUserConfig["tasks"]> = [
  emptyTask("observer", "Index every event of a market, and read the index").build(),
  task(["observer", "run"], "Indexes a market's events through restarts and reorganisations, and serves a page")
    .addOption(PORT)
    .addOption(HOST)
    .addOption(RECORD)
    .addOption(KIND)
    .addOption(DATA)
    .addOption(POLL)
    .addOption(text("limit", "Largest size of the index, in MB; as large as the disk allows without it"))
    .setAction(built(() => import("./run.js")))
    .build(),
  task(["observer", "history"], "What happened to a user, an agreement or an offer, from the index")
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
  task(["observer", "export"], "Writes the index as CSV: events, offers, agreements, settlements, debts")
    .addOption(DATA)
    .addOption(text("out", "Folder to write to"))
    .setAction(built(() => import("./export.js")))
    .build(),
];
