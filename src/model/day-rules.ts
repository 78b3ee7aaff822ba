import type { Offer } from "./terms.js";

/** A meter's readings of a day. */
interface MeteredDay {
  readonly name: string;
  /** Wh by interval. */
  readonly energyWh: readonly bigint[];
}

/** The input of a day of trading. */
export interface DayInput {
  /** Unix time of the day's start, s. */
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
  readonly households: readonly MeteredDay[];
  readonly roofs: readonly MeteredDay[];
  /** Base units per MWh by interval. An interval with a negative price has no trade. */
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
  /** Time from the start of an interval to the end of trading in it, when delivery begins, s. */
  readonly gateSeconds: bigint;
  /** A household's deposit for the day, base units. */
  readonly householdDeposit: bigint;
  /** The deposit of a roof or the supplier, for fees, base units. */
  readonly sellerDeposit: bigint;
}

/** All Assumed; excess and damages as in docs/model.md. */
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
 * Forecast by persistence: the energy of the interval before.
 *
 * @param energyWh - metered energy by interval of a day, Wh
 * @param interval - from 0. For the first, the day's last interval stands in for the evening before (Assumed).
 * @throws RangeError when there is no such interval
 * @example persistenceWh([3n, 5n, 4n], 1) // 3n
 */
export function persistenceWh(energyWh: readonly bigint[], interval: number): bigint {
  const forecast = energyWh.at(interval - 1);
  if (forecast === undefined || interval >= energyWh.length) throw new RangeError(`no interval ${String(interval)}`);
  return forecast;
}

/** An offer of the order book that energy can be taken from. */
export interface OpenOffer {
  readonly id: string;
  /** Wh not yet taken. */
  readonly remainingWh: bigint;
}

/** Energy taken from one offer. */
interface Fill {
  readonly offerId: string;
  readonly energyWh: bigint;
}

/**
 * Fills a demand from the offers in the book's order, each as far as it goes.
 *
 * @param demandWh - Wh, at least 0
 * @returns fills of more than 0 Wh; together less than the demand when the book runs out
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
