import type { Agreement, Offer } from "../../model/terms.js";

/** The place of an event in the chain. */
export interface EventPlace {
  readonly block: bigint;
  /** The block's Unix time, s. */
  readonly timestamp: bigint;
  readonly transactionHash: string;
  /** Its index among the block's logs. */
  readonly logIndex: number;
}

/** An offer and its state. Energy in Wh. */
export interface OfferRecord {
  readonly id: string;
  readonly terms: Offer;
  /** Open or Cancelled, of `OfferStatus`. An open one may have expired or have no energy left. */
  readonly status: bigint;
  readonly remainingWh: bigint;
  /** Number of its agreements. */
  readonly fills: bigint;
  /** Whether it was declared by signature, so that cancelling up to its number cancels it too. */
  readonly bySignature: boolean;
  readonly declared: EventPlace;
  readonly cancelled?: EventPlace;
}

/** How an agreement was settled, as its event says. Energy in Wh, money in base units. */
export interface SettlementRecord {
  /** Of `Outcome`. */
  readonly outcome: bigint;
  readonly energyWh: bigint;
  readonly paid: bigint;
  /** What the buyer owed right after the settlement. */
  readonly debt: bigint;
  readonly place: EventPlace;
}

/** An agreement and its state. */
export interface AgreementRecord {
  readonly id: string;
  readonly offerId: string;
  readonly terms: Agreement;
  readonly buyer: string;
  readonly seller: string;
  /** Whether it skipped full verification. */
  readonly fastLane: boolean;
  /** Of `AgreementStatus`. */
  readonly status: bigint;
  /** Of `Reason`: why it is void or terminated. */
  readonly reason: bigint;
  readonly accepted: EventPlace;
  readonly signed?: EventPlace;
  /** When it became void or was terminated. */
  readonly ended?: EventPlace;
  readonly settlement?: SettlementRecord;
  /** What the buyer still owes, base units. */
  readonly debt: bigint;
}

/** A registered user. Balance and usage are not in events; read them from the chain. */
export interface UserRecord {
  readonly address: string;
  /** h = RIPEMD160(SHA256(PK)). */
  readonly keyHash: string;
  readonly registered: EventPlace;
  /** N. */
  readonly capTrades: bigint;
  /** M, Wh. */
  readonly capEnergyWh: bigint;
  /** The meter of new agreements, if there is one. */
  readonly meter: string | undefined;
  /** Settled agreements with an unpaid debt; the user is suspended while there are any. */
  readonly openDebts: number;
}

/**
 * The latest moment at which an agreement can be verified, Unix time, s: its acceptance plus the window, but no later
 * than the start of its delivery, as in `_deadlineOf` of `contracts/ElectricityMarket.sol`.
 *
 * @param window - the market's verification window, s
 */
export function deadlineOf({ accepted, terms }: AgreementRecord, window: bigint): bigint {
  const end = accepted.timestamp + window;
  return end < terms.offer.deliveryStart ? end : terms.offer.deliveryStart;
}
