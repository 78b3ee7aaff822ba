import { MarketLedger } from "../market/ledger/market-ledger.js";
import { type Happening, happeningOf } from "./happening.js";
import { BEFORE_ALL, type RecordReader } from "./record/record-reader.js";

/** Which events to tell; what is left out is no limit. */
export interface HistoryFilter {
  /** An address: its own events, and those of offers and agreements that it is a party of. */
  readonly user?: string | undefined;
  /** Ids. */
  readonly agreement?: string | undefined;
  readonly offer?: string | undefined;
  /** Names of events. */
  readonly events?: ReadonlySet<string> | undefined;
  /** Unix time, s: from the first, before the second. */
  readonly since?: bigint | undefined;
  readonly until?: bigint | undefined;
  /** So many, the newest. */
  readonly last?: number | undefined;
}

/** The events of a record that pass a filter, in the chain's order. */
export function historyOf(record: RecordReader, filter: HistoryFilter): Happening[] {
  const ledger = new MarketLedger();
  const found: Happening[] = [];
  record.inOneState(() => {
    for (const log of record.eventsAfter(BEFORE_ALL)) {
      ledger.apply(log);
      // Nothing is undone here, so nothing need be kept for it.
      ledger.keep(log.block.number);
      const happening = happeningOf(log, ledger);
      if (passes(happening, filter)) found.push(happening);
    }
  });
  return filter.last === undefined ? found : found.slice(-filter.last);
}

function passes(happening: Happening, { user, agreement, offer, events, since, until }: HistoryFilter): boolean {
  return (
    (user === undefined || happening.accounts.includes(user.toLowerCase())) &&
    (agreement === undefined || happening.agreement === agreement.toLowerCase()) &&
    (offer === undefined || happening.offer === offer.toLowerCase()) &&
    (events === undefined || events.has(happening.event)) &&
    (since === undefined || happening.timestamp >= since) &&
    (until === undefined || happening.timestamp < until)
  );
}
