import { emptyTask, task } from "hardhat/config";
import type { HardhatUserConfig } from "hardhat/types/config";

import { daemonOptions } from "../daemon/options.js";
import { DATA_OPTIONS } from "../data-options.js";
import { built, text, textOr } from "../declaration.js";

const [columns, unit, decimal, dates, zone, stamps] = DATA_OPTIONS;
const [port, host, record, kind, data, poll] = daemonOptions("meter");

/** What a metering operator runs. */
export const meterTasks: NonNullable<HardhatUserConfig["tasks"]> = [
  emptyTask("meter", "Sign and settle what meters read, on the network that --network names").build(),
  task(["meter", "run"], "Signs readings from a file or a stream, settles what is due; keys: WATTLANE_METER_KEYS")
    .addOption(text("file", "File of the meters, or a folder of them, followed as it grows; standard input without it"))
    .addOption(textOr("interval", "1800", "How long the meters' intervals are, in seconds"))
    .addOption(columns)
    .addOption(unit)
    .addOption(decimal)
    .addOption(dates)
    .addOption(zone)
    .addOption(stamps)
    .addOption(text("day", "Day of times that are hh:mm only, such as 2026-06-15"))
    .addFlag({
      name: "register",
      description: "Rows are what the meters' registers show, not the energy of an interval",
    })
    .addOption(textOr("maxMultiple", "2", "A reading of more than so many times the agreed energy waits to be allowed"))
    .addOption(text("maxPower", "kW of the meters' connections, such as 17.25,house-2=43: a row above waits as well"))
    .addOption(textOr("confirmations", "2", "How many blocks deep a settlement is done"))
    .addOption(port)
    .addOption(host)
    .addOption(record)
    .addOption(kind)
    .addOption(data)
    .addOption(poll)
    .setAction(built(() => import("./run.js")))
    .build(),
  task(["meter", "held"], "Lists the readings that wait to be allowed")
    .addOption(data)
    .setAction(built(() => import("./held.js")))
    .build(),
  task(["meter", "allow"], "Allows a reading that waits: it is signed at the energy that is shown")
    .addPositionalArgument({ name: "agreement", description: "The agreement's id, or its first digits" })
    .addOption(data)
    .setAction(built(() => import("./allow.js")))
    .build(),
];
