import type { OfferRecord } from "../../market/ledger/records.js";
import { historyEntryOf, type HistoryEntry } from "../../market/history.js";
import { OfferStatus } from "../../model/terms.js";
import type { MarketIdentity } from "../database/market-identity.js";
import type { IndexedLedger } from "../database/indexed-ledger.js";
import type { IndexReader } from "../database/index-reader.js";
import {
  daysOf,
  debtsIn,
  settlementsIn,
  statusesOf,
  type DayCounts,
  type Debts,
  type Settlements,
  type StatusCounts,
} from "./agreements.js";
import { awaitingIn, verificationIn, type Awaiting, type Verification } from "./verification.js";

/** What an observer shows, made from its index. Energy in Wh, money in base units, times in Unix s. */
export interface Summary {
  readonly market: Pick<MarketIdentity, "kind" | "chainId" | "address">;
  readonly head: { readonly number: bigint; readonly hash: string; readonly timestamp: bigint } | undefined;
  readonly lag: { readonly blocks: bigint | undefined; readonly seconds: number | undefined };
  readonly problems: readonly string[];
  readonly events: number;
  readonly reorganisations: { readonly count: number; readonly eventsUndone: number; readonly deepest: bigint };
  readonly users: { readonly registered: number; readonly suspended: number };
  readonly offers: {
    readonly declared: number;
    readonly open: number;
    readonly openWh: bigint;
    readonly cancelled: number;
  };
  readonly agreements: StatusCounts & { readonly total: number };
  /** By the UTC day of acceptance, the newest first. */
  readonly days: readonly DayCounts[];
  /** Share of the agreements that were spared full verification; undefined when there are none. */
  readonly fastLane: { readonly count: number; readonly share: number | undefined };
  /** By deadline, the nearest first. */
  readonly awaiting: readonly Awaiting[];
  readonly verification: Verification;
  readonly settlements: Settlements;
  readonly debts: Debts;
  /** The newest first. */
  readonly latest: readonly HistoryEntry[];
}

const LATEST = 20;

/** How the observer itself is. */
interface Doing {
  readonly lagBlocks: bigint | undefined;
  readonly problems: readonly string[];
  /** Unix time, ms. */
  readonly now: number;
}

/** Sums an index up, as of one state of it. */
export function summaryOf(index: IndexReader, indexed: IndexedLedger, doing: Doing): Summary {
  return index.inOneState(() => {
    const ledger = indexed.refreshed();
    const agreements = ledger.agreements();
    const users = ledger.users();
    const { kind, chainId, address } = index.identity;
    const head = index.head();
    const reorganisations = index.reorganisationsAfter(0);
    const fast = agreements.filter(({ fastLane }) => fastLane).length;
    return {
      market: { kind, chainId, address },
      head,
      lag: {
        blocks: doing.lagBlocks,
        seconds: head && Math.max(0, Math.floor(doing.now / 1000) - Number(head.timestamp)),
      },
      problems: doing.problems,
      events: indexed.events,
      reorganisations: {
        count: reorganisations.length,
        eventsUndone: sum(reorganisations.map(({ events }) => events)),
        deepest: reorganisations.reduce((most, each) => larger(most, each.head - each.ancestor), 0n),
      },
      users: { registered: users.length, suspended: users.filter(({ openDebts }) => openDebts > 0).length },
      offers: offersIn(ledger.offers(), head?.timestamp ?? 0n),
      agreements: { total: agreements.length, ...statusesOf(agreements) },
      days: daysOf(agreements),
      fastLane: { count: fast, share: agreements.length === 0 ? undefined : fast / agreements.length },
      awaiting: awaitingIn(ledger, index.identity.verificationWindow),
      verification: verificationIn(index, agreements),
      settlements: settlementsIn(agreements),
      debts: debtsIn(agreements),
      latest: index.lastEvents(LATEST).map((log) => historyEntryOf(log, ledger)),
    };
  });
}

function offersIn(offers: readonly OfferRecord[], now: bigint): Summary["offers"] {
  const open = offers.filter(
    ({ status, remainingWh, terms }) => status === OfferStatus.Open && remainingWh > 0n && now < terms.expiry,
  );
  return {
    declared: offers.length,
    open: open.length,
    openWh: open.reduce((total, { remainingWh }) => total + remainingWh, 0n),
    cancelled: offers.filter(({ status }) => status === OfferStatus.Cancelled).length,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
