import type { MarketLedger } from "../../market/ledger/market-ledger.js";
import { type AgreementRecord, deadlineOf } from "../../market/ledger/records.js";
import { Reason } from "../../model/terms.js";
import type { IndexReader } from "../database/index-reader.js";

/** An agreement that awaits verification. Energy in Wh, times in Unix s. */
export interface Awaiting {
  readonly id: string;
  readonly buyer: string;
  readonly seller: string;
  readonly energyWh: bigint;
  readonly accepted: bigint;
  readonly deadline: bigint;
}

/** What the authorities were asked to verify, and what came of it. */
export interface Verification {
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
export function awaitingIn(ledger: MarketLedger, window: bigint): Awaiting[] {
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
export function verificationIn(index: IndexReader, agreements: readonly AgreementRecord[]): Verification {
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
