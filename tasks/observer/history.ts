import { isAddress, isHexString } from "ethers";

import { historyOf, historyText } from "../../src/market/history.js";
import { marketAbi } from "../../src/market/market-reader.js";
import { UserError } from "../../src/model/errors.js";
import { indexPath } from "../../src/observer/database/schema.js";
import { IndexReader } from "../../src/observer/database/index-reader.js";
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
  const record = IndexReader.open(indexPath(args.data));
  const events = eventsOption(args.event, record);
  const entries = record.fold((logs) => historyOf(logs, { ...filter, events }));
  process.stdout.write(historyText(entries, args));
});

function isId(value: string): boolean {
  return isHexString(value, 32);
}

function checked(option: string, value: string | undefined, is: (value: string) => boolean, what: string) {
  if (value !== undefined && !is(value)) throw new UserError(`${option} ${value}: must be ${what}`);
  return value;
}

function eventsOption(value: string | undefined, { identity }: IndexReader): ReadonlySet<string> | undefined {
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
