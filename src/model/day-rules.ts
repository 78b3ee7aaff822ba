import type { Offer } from "./terms.js";

/** A meter's readings of a day. */
interface MeteredDay {
  readonly name: string;
  /** Wh by interval. */
  readonly energyWh: readonly bigint[];
}

/** What a day of trading is played from. */
export interface DayInput {
  /** Unix time of the day's start, s. */
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
  readonly households: readonly MeteredDay[];
  readonly roofs: readonly MeteredDay[];
  /** Base units per MWh by interval. */
  readonly pricePerMwh: readonly bigint[];
}

/** The clauses' prices and the margin as shares of an offer's price. */
export interface ClauseShares {
  /** Price above the band, as a share of the price, per mille. */
  readonly excessPermille: bigint;
  /** Liquidated damages below the band, per mille of the price. */
  readonly damagesPermille: bigint;
  /** The buyer's margin, per mille of the price. */
  readonly marginPermille: bigint;
}

/** How people trade on such a day. */
export interface DayRules extends ClauseShares {
  /** From the start of an interval until nobody can accept any more and delivery begins, s. */
  readonly gateSeconds: bigint;
  /** What a household pays in for the day, base units. */
  readonly householdDeposit: bigint;
  /** What a roof and the supplier pay in, for fees, base units. */
  readonly sellerDeposit: bigint;
}

/** All of it Assumed; excess and damages as docs/model.md has them. */
export const DEFAULT_DAY_RULES: DayRules = {
  excessPermille: 1050n,
  damagesPermille: 100n,
  marginPermille: 200n,
  gateSeconds: 300n,
  householdDeposit: 10_000_000n,
  sellerDeposit: 10_000_000n,
};

/** An offer's prices and margin, each rounded down; base units per MWh. */
export function offerPrices(
  pricePerMWh: bigint,
  shares: ClauseShares,
): Pick<Offer, "pricePerMWh" | "excessPricePerMWh" | "damagesPricePerMWh" | "marginPerMWh"> {
  return {
    pricePerMWh,
    excessPricePerMWh: shareOf(pricePerMWh, shares.excessPermille),
    damagesPricePerMWh: shareOf(pricePerMWh, shares.damagesPermille),
    marginPerMWh: shareOf(pricePerMWh, shares.marginPermille),
  };
}

function shareOf(pricePerMWh: bigint, permille: bigint): bigint {
  return (pricePerMWh * permille) / 1000n;
}

/**
 * Forecast by persistence: the next interval brings what the last one brought.
 *
 * @param energyWh - metered energy by interval of a day, Wh
 * @param interval - from 0. Of the first, the day's last interval stands in for the evening before (Assumed).
 * @throws RangeError when there is no such interval
 * @example persistenceWh([3n, 5n, 4n], 1) // 3n
 */
export function persistenceWh(energyWh: readonly bigint[], interval: number): bigint {
  const forecast = energyWh.at(interval - 1);
  if (forecast === undefined || interval >= energyWh.length) throw new RangeError(`no interval ${String(interval)}`);
  return forecast;
}

/** An offer on the book, as far as filling it goes. */
export interface OpenOffer {
  readonly id: string;
  /** Wh not yet taken. */
  readonly remainingWh: bigint;
}

/** How much of an offer somebody takes. */
interface Fill {
  readonly offerId: string;
  readonly energyWh: bigint;
}

/**
 * Fills a demand from offers in the order of the book, each as far as it goes.
 *
 * @param demandWh - Wh, at least 0
 * @returns fills of more than 0 Wh; less than the demand when the book is too thin
 * @example fillsOf(5n, [{ id: "a", remainingWh: 3n }, { id: "b", remainingWh: 9n }]) // 3n of a, 2n of b
 */
export function fillsOf(demandWh: bigint, book: Iterable<OpenOffer>): Fill[] {
  const fills: Fill[] = [];
  let missing = demandWh;
  for (const { id, remainingWh } of book) {
    if (missing <= 0n) break;
    const energyWh = remainingWh < missing ? remainingWh : missing;
    if (energyWh > 0n) fills.push({ offerId: id, energyWh });
    missing -= energyWh;
  }
  return fills;
}
