import { type HistoryEntry, historyEntryOf } from "../../market/history.js";
import type { MarketLedger } from "../../market/ledger/market-ledger.js";
import { type AgreementRecord, deadlineOf, type OfferRecord } from "../../market/ledger/records.js";
import { AgreementStatus, nameOf, OfferStatus, Outcome, Reason } from "../../model/terms.js";
import type { IndexReader } from "../database/index-reader.js";
import type { IndexedLedger } from "../database/indexed-ledger.js";
import type { MarketIdentity } from "../database/market-identity.js";

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
    const reorganisations = index.reorganisationsAfter(0).filter(({ head: last, ancestor }) => last > ancestor);
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

const STATUSES = {
  awaiting: AgreementStatus.AwaitingVerification,
  signed: AgreementStatus.Signed,
  settled: AgreementStatus.Settled,
  void: AgreementStatus.Void,
  terminated: AgreementStatus.Terminated,
} as const;

/** Agreements by what has become of them. */
type StatusCounts = Readonly<Record<keyof typeof STATUSES, number>>;

/** Agreements accepted on one day, UTC. */
interface DayCounts extends StatusCounts {
  /** Such as "2026-01-31". */
  readonly day: string;
  readonly total: number;
  readonly fastLane: number;
}

function statusesOf(agreements: readonly AgreementRecord[]): StatusCounts {
  const counted = Object.entries(STATUSES).map(([name, status]) => [
    name,
    agreements.filter((agreement) => agreement.status === status).length,
  ]);
  return Object.fromEntries(counted) as StatusCounts;
}

/** The days on which agreements were accepted, the newest first. */
function daysOf(agreements: readonly AgreementRecord[]): DayCounts[] {
  const byDay = Map.groupBy(agreements, ({ accepted }) => dayOf(accepted.timestamp));
  return [...byDay]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, some]) => ({
      day,
      total: some.length,
      fastLane: some.filter(({ fastLane }) => fastLane).length,
      ...statusesOf(some),
    }));
}

function dayOf(timestamp: bigint): string {
  return new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
}

/** What was settled. Energy in Wh, money in base units. */
interface Settlements {
  readonly count: number;
  readonly energyWh: bigint;
  readonly paid: bigint;
  readonly outcomes: Readonly<Record<keyof typeof Outcome, number>>;
}

/** What buyers still owe, base units. */
interface Debts {
  readonly open: number;
  readonly outstanding: bigint;
}

function settlementsIn(agreements: readonly AgreementRecord[]): Settlements {
  const settlements = agreements.flatMap(({ settlement }) => settlement ?? []);
  const outcomes = Object.fromEntries(Object.keys(Outcome).map((name) => [name, 0])) as Record<
    keyof typeof Outcome,
    number
  >;
  for (const { outcome } of settlements) outcomes[nameOf(Outcome, outcome) as keyof typeof Outcome]++;
  return {
    count: settlements.length,
    energyWh: settlements.reduce((total, { energyWh }) => total + energyWh, 0n),
    paid: settlements.reduce((total, { paid }) => total + paid, 0n),
    outcomes,
  };
}

function debtsIn(agreements: readonly AgreementRecord[]): Debts {
  const open = agreements.filter(({ debt }) => debt > 0n);
  return { open: open.length, outstanding: open.reduce((total, { debt }) => total + debt, 0n) };
}

/** An agreement that awaits verification. Energy in Wh, times in Unix s. */
interface Awaiting {
  readonly id: string;
  readonly buyer: string;
  readonly seller: string;
  readonly energyWh: bigint;
  readonly accepted: bigint;
  readonly deadline: bigint;
}

/** What the authorities were asked to verify, and what came of it. */
interface Verification {
  /** Agreements that needed full verification. */
  readonly asked: number;
  readonly signed: number;
  readonly refused: number;
  readonly expired: number;
  /** From acceptance to signing, s, the median; undefined when none was signed. */
  readonly medianSeconds: bigint | undefined;
  /** Seats of the committee; each with its checks, where every authority checks by a transaction of its own. */
  readonly authorities: readonly { readonly address: string; readonly checks: number | undefined }[];
}

/** What awaits verification, by deadline, the nearest first. @param window - the market's, s */
function awaitingIn(ledger: MarketLedger, window: bigint): Awaiting[] {
  return ledger
    .awaitingVerification()
    .map((agreement) => {
      const { id, buyer, seller, terms, accepted } = agreement;
      const deadline = deadlineOf(agreement, window);
      return { id, buyer, seller, energyWh: terms.energyWh, accepted: accepted.timestamp, deadline };
    })
    .sort((a, b) => Number(a.deadline - b.deadline));
}

/** What became of the agreements that needed full verification, and who sits on the committee. */
function verificationIn(index: IndexReader, agreements: readonly AgreementRecord[]): Verification {
  const full = agreements.filter(({ fastLane }) => !fastLane);
  const times = full.flatMap(({ accepted, signed }) => (signed ? [signed.timestamp - accepted.timestamp] : []));
  times.sort((a, b) => Number(a - b));
  const ended = (...reasons: bigint[]) => full.filter(({ reason }) => reasons.includes(reason)).length;
  return {
    asked: full.length,
    signed: times.length,
    refused: ended(Reason.KeyRefused, Reason.CommitteeRefused),
    expired: ended(Reason.DeadlinePassed),
    medianSeconds: times[Math.floor((times.length - 1) / 2)],
    authorities: authoritiesIn(index),
  };
}

function authoritiesIn(index: IndexReader): Verification["authorities"] {
  const added = index.countsBy("AuthorityAdded", "authority");
  const removed = index.countsBy("AuthorityRemoved", "authority");
  const checks = index.identity.kind === "traditional" ? index.countsBy("Checked", "authority") : undefined;
  return [...added]
    .filter(([address, times]) => times > (removed.get(address) ?? 0))
    .map(([address]) => ({ address, checks: checks && (checks.get(address) ?? 0) }));
}
