import { isAddress, isHexString } from "ethers";

import { marketAbi } from "../../src/market/market-reader.js";
import { UserError } from "../../src/model/errors.js";
import type { Happening } from "../../src/observer/happening.js";
import { historyOf } from "../../src/observer/history.js";
import { recordPath } from "../../src/observer/record/record-path.js";
import { RecordReader } from "../../src/observer/record/record-reader.js";
import { detailsOf, timeText } from "../../src/observer/wording.js";
import type { Column } from "../../src/report/column.js";
import { toJson } from "../../src/report/json.js";
import { toTextTable } from "../../src/report/table.js";
import { command } from "../command.js";
import { choiceOption, wholeOption } from "../options.js";

interface HistoryArguments {
  readonly data: string;
  readonly user: string | undefined;
  readonly agreement: string | undefined;
  readonly offer: string | undefined;
  readonly event: string | undefined;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly last: string | undefined;
  readonly json: boolean;
}

const MOST = 1_000_000_000;

export default command((args: HistoryArguments) => {
  const filter = {
    user: checked("--user", args.user, isAddress, "an address"),
    agreement: checked("--agreement", args.agreement, isId, "an id of 32 bytes in hex"),
    offer: checked("--offer", args.offer, isId, "an id of 32 bytes in hex"),
    since: timeOption("--since", args.since),
    until: timeOption("--until", args.until),
    last: args.last === undefined ? undefined : wholeOption("--last", args.last, { min: 1, max: MOST }),
  };
  const record = RecordReader.open(recordPath(args.data));
  const events = eventsOption(args.event, record);
  const happenings = historyOf(record, { ...filter, events });
  process.stdout.write(args.json ? toJson(happenings) : text(happenings));
});

function text(happenings: readonly Happening[]): string {
  return happenings.length === 0 ? "The record has no such event.\n" : toTextTable(COLUMNS, happenings);
}

const COLUMNS: readonly Column<Happening>[] = [
  { name: "time", heading: "Time", value: ({ timestamp }) => timeText(timestamp) },
  { name: "block", heading: "Block", value: ({ block }) => block },
  { name: "event", heading: "Event", value: ({ event }) => event },
  {
    name: "about",
    heading: "About",
    value: ({ agreement, offer, accounts }) => agreement ?? offer ?? accounts[0] ?? "the market",
  },
  { name: "details", heading: "Details", value: ({ args }) => detailsOf(args) },
];

function isId(value: string): boolean {
  return isHexString(value, 32);
}

function checked(option: string, value: string | undefined, is: (value: string) => boolean, what: string) {
  if (value !== undefined && !is(value)) throw new UserError(`${option} ${value}: must be ${what}`);
  return value;
}

function eventsOption(value: string | undefined, { identity }: RecordReader): ReadonlySet<string> | undefined {
  if (value === undefined) return undefined;
  const names: string[] = [];
  marketAbi(identity.kind).forEachEvent(({ name }) => names.push(name));
  return new Set(value.split(",").map((name) => choiceOption("--event", name.trim(), names)));
}

/** @returns Unix time, s */
function timeOption(option: string, value: string | undefined): bigint | undefined {
  if (value === undefined) return undefined;
  const time = ISO_TIME.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) throw new UserError(`${option} ${value}: must be a time such as 2026-01-31T00:00Z`);
  return BigInt(Math.ceil(time / 1000));
}

/** With its zone: a time without one would be another elsewhere. A date alone is its midnight, UTC. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
