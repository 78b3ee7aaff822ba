import type { AgreementRecord } from "../../market/ledger/records.js";
import { AgreementStatus } from "../../model/terms.js";

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
export interface Day extends StatusCounts {
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
export function daysOf(agreements: readonly AgreementRecord[]): Day[] {
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
