import { isoInstant } from "../data/timestamp.js";
import { shortId } from "../report/amounts.js";
import type { Column } from "../report/column.js";
import { toJson } from "../report/json.js";
import { toTextTable } from "../report/table.js";
import type { MarketLog } from "./follow/chain-step.js";
import { MarketLedger } from "./ledger/market-ledger.js";
import { detailsOf } from "./words.js";

/** An event of a market, where it is in the chain, and what it is about. */
export interface HistoryEntry {
  readonly block: bigint;
  readonly logIndex: number;
  /** The block's Unix time, s. */
  readonly time: bigint;
  /** Its hash. */
  readonly transaction: string;
  /** The event's name. */
  readonly event: string;
  /** Ids; undefined where the event is about none. */
  readonly agreement: string | undefined;
  readonly offer: string | undefined;
  /** Addresses: those in the event, and the parties of its agreement or offer. */
  readonly accounts: readonly string[];
  readonly args: Readonly<Record<string, unknown>>;
}

/** Which events to select; what is left out does not limit. */
interface HistoryFilter {
  /** An address: its own events, and those of offers and agreements to which it is a party. */
  readonly user?: string | undefined;
  /** Ids. An offer's events include those of the agreements made on it. */
  readonly agreement?: string | undefined;
  readonly offer?: string | undefined;
  /** Names of events. */
  readonly events?: ReadonlySet<string> | undefined;
  /** Unix time, s: from `since` on, before `until`. */
  readonly since?: bigint | undefined;
  readonly until?: bigint | undefined;
  /** Only so many, the newest. */
  readonly last?: number | undefined;
}

/** Says what an event is about. @param ledger - with the event applied */
export function historyEntryOf(log: MarketLog, ledger: MarketLedger): HistoryEntry {
  const { name, args } = log.event;
  const { agreementId, offerId } = args as { agreementId?: string; offerId?: string };
  const agreement = agreementId === undefined ? undefined : ledger.agreement(agreementId);
  const offer = ledger.offer(offerId ?? agreement?.offerId ?? "");
  const parties = [agreement?.buyer, agreement?.seller, offer?.terms.declarer].filter((party) => party !== undefined);
  const named = Object.entries(args).flatMap(([argument, value]) =>
    argument !== "keyHash" && ADDRESS.test(String(value)) ? [String(value)] : [],
  );
  return {
    block: log.block.number,
    logIndex: log.logIndex,
    time: log.block.timestamp,
    transaction: log.transactionHash,
    event: name,
    agreement: agreementId,
    offer: offerId ?? agreement?.offerId,
    accounts: [...new Set([...parties, ...named])],
    args,
  };
}

/** A key's hash looks like one, too. */
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/**
 * The entries of a market's logs, each log applied to the ledger first.
 *
 * @param logs - all of them, in the chain's order
 */
export function* historyEntries(logs: Iterable<MarketLog>, ledger: MarketLedger): Generator<HistoryEntry, void, void> {
  for (const log of logs) {
    ledger.apply(log);
    // Nothing will be undone here, so what undoing would need can go.
    ledger.keep(log.block.number);
    yield historyEntryOf(log, ledger);
  }
}

/** The entries that pass a filter. @param logs - all of a market's, in the chain's order */
export function historyOf(logs: Iterable<MarketLog>, filter: HistoryFilter): HistoryEntry[] {
  const passing: HistoryEntry[] = [];
  for (const entry of historyEntries(logs, new MarketLedger())) if (passes(entry, filter)) passing.push(entry);
  return filter.last === undefined ? passing : passing.slice(-filter.last);
}

function passes(entry: HistoryEntry, { user, agreement, offer, events, since, until }: HistoryFilter): boolean {
  return (
    (user === undefined || entry.accounts.some((account) => account.toLowerCase() === user.toLowerCase())) &&
    (agreement === undefined || entry.agreement === agreement.toLowerCase()) &&
    (offer === undefined || entry.offer === offer.toLowerCase()) &&
    (events === undefined || events.has(entry.event)) &&
    (since === undefined || entry.time >= since) &&
    (until === undefined || entry.time < until)
  );
}

/** A market's history as people read it. */
export const HISTORY_COLUMNS: readonly Column<HistoryEntry>[] = [
  { name: "time", heading: "Time", value: ({ time }) => isoInstant(Number(time)) },
  { name: "block", heading: "Block", value: ({ block }) => block },
  { name: "event", heading: "Event", value: ({ event }) => event },
  { name: "about", heading: "About", value: (entry) => shortId(aboutOf(entry)) },
  { name: "details", heading: "Details", value: ({ event, args }) => detailsOf({ name: event, args }) },
];

function aboutOf({ agreement, offer, args }: HistoryEntry): string {
  const { user, declarer, authority } = args as { user?: string; declarer?: string; authority?: string };
  return agreement ?? offer ?? user ?? declarer ?? authority ?? "the market";
}

/** A history as a command prints it: one JSON document, or a table. */
export function historyText(entries: readonly HistoryEntry[], { json }: { readonly json: boolean }): string {
  if (json) return toJson(entries);
  return entries.length === 0 ? "No events.\n" : toTextTable(HISTORY_COLUMNS, entries);
}
