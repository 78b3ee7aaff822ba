import type { Agreement, Offer } from "../../model/terms.js";

/** Where in the chain something happened. */
export interface EventPlace {
  readonly block: bigint;
  /** The block's Unix time, s. */
  readonly timestamp: bigint;
  readonly transactionHash: string;
  /** Its place among the block's logs. */
  readonly logIndex: number;
}

/** An offer and what has become of it. Energy in Wh. */
export interface OfferRecord {
  readonly id: string;
  readonly terms: Offer;
  /** Open or Cancelled, of `OfferStatus`; an open one can be past its expiry or hold no energy any more. */
  readonly status: bigint;
  readonly remainingWh: bigint;
  /** Agreements made on it. */
  readonly fills: bigint;
  /** Whether it began by its declarer's signature, so that cancelling up to its number closes it, too. */
  readonly bySignature: boolean;
  readonly declared: EventPlace;
  readonly cancelled?: EventPlace;
}

/** How an agreement was settled: the market's own words. Energy in Wh, money in base units. */
export interface SettlementRecord {
  /** Of `Outcome`. */
  readonly outcome: bigint;
  readonly energyWh: bigint;
  readonly paid: bigint;
  /** What the buyer owed right after the settlement. */
  readonly debt: bigint;
  readonly place: EventPlace;
}

/** An agreement and what has become of it. */
export interface AgreementRecord {
  readonly id: string;
  readonly offerId: string;
  readonly terms: Agreement;
  readonly buyer: string;
  readonly seller: string;
  /** Whether it was spared full verification. */
  readonly fastLane: boolean;
  /** Of `AgreementStatus`. */
  readonly status: bigint;
  /** Of `Reason`: why it is void or terminated. */
  readonly reason: bigint;
  readonly accepted: EventPlace;
  readonly signed?: EventPlace;
  /** Where it became void or was terminated. */
  readonly ended?: EventPlace;
  readonly settlement?: SettlementRecord;
  /** What the buyer still owes, base units. */
  readonly debt: bigint;
}

/** A registered user, as far as events tell: balance and usage are the chain's to say. */
export interface UserRecord {
  readonly address: string;
  /** h = RIPEMD160(SHA256(PK)). */
  readonly keyHash: string;
  readonly registered: EventPlace;
  /** N. */
  readonly capTrades: bigint;
  /** M, Wh. */
  readonly capEnergyWh: bigint;
  /** The key that signs the readings of new agreements, if there is one. */
  readonly meter: string | undefined;
  /** Settled agreements that the user still owes for; suspended while there are any. */
  readonly openDebts: number;
}

/**
 * The latest moment at which an agreement can be verified, Unix time, s: a window after its acceptance, and no later
 * than the start of its delivery, as `_deadlineOf` in `contracts/ElectricityMarket.sol` has it.
 *
 * @param window - the market's verification window, s
 */
export function deadlineOf({ accepted, terms }: AgreementRecord, window: bigint): bigint {
  const end = accepted.timestamp + window;
  return end < terms.offer.deliveryStart ? end : terms.offer.deliveryStart;
}
