import type { AgreementRecord } from "../../market/ledger/records.js";
import { AgreementStatus, nameOf, Outcome } from "../../model/terms.js";

const STATUSES = {
  awaiting: AgreementStatus.AwaitingVerification,
  signed: AgreementStatus.Signed,
  settled: AgreementStatus.Settled,
  void: AgreementStatus.Void,
  terminated: AgreementStatus.Terminated,
} as const;

/** Agreements by what has become of them. */
export type StatusCounts = Readonly<Record<keyof typeof STATUSES, number>>;

/** Agreements accepted on one day, UTC. */
export interface DayCounts extends StatusCounts {
  /** Such as "2026-01-31". */
  readonly day: string;
  readonly total: number;
  readonly fastLane: number;
}

export function statusesOf(agreements: readonly AgreementRecord[]): StatusCounts {
  const counted = Object.entries(STATUSES).map(([name, status]) => [
    name,
    agreements.filter((agreement) => agreement.status === status).length,
  ]);
  return Object.fromEntries(counted) as StatusCounts;
}

/** The days on which agreements were accepted, the newest first. */
export function daysOf(agreements: readonly AgreementRecord[]): DayCounts[] {
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
export interface Settlements {
  readonly count: number;
  readonly energyWh: bigint;
  readonly paid: bigint;
  readonly outcomes: Readonly<Record<keyof typeof Outcome, number>>;
}

/** What buyers still owe, base units. */
export interface Debts {
  readonly open: number;
  readonly outstanding: bigint;
}

export function settlementsIn(agreements: readonly AgreementRecord[]): Settlements {
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

export function debtsIn(agreements: readonly AgreementRecord[]): Debts {
  const open = agreements.filter(({ debt }) => debt > 0n);
  return { open: open.length, outstanding: open.reduce((total, { debt }) => total + debt, 0n) };
}
