import { type Random, shuffled, uniformInteger } from "./random.js";
import type { Table1Parameters } from "./table1-parameters.js";
import type { ClauseShares } from "./day-rules.js";

/** An offer of a day, large enough for all buyers who take from it. */
interface PlannedOffer {
  /** Number of the user, from 0. */
  readonly seller: number;
  readonly energyWh: bigint;
  readonly pricePerMWh: bigint;
}

/** An acceptance of a day, and what the buyer's meter will read of it. */
interface PlannedAcceptance {
  readonly buyer: number;
  /** Place of the offer in the day's offers. */
  readonly offer: number;
  readonly energyWh: bigint;
  readonly meteredWh: bigint;
}

/** A day of Table 1 as drawn, before it is traded. */
export interface PlannedDay {
  /** Users who have withdrawn all their money for the day. */
  readonly emptied: readonly number[];
  readonly offers: readonly PlannedOffer[];
  readonly acceptances: readonly PlannedAcceptance[];
}

/** Draws the days of Table 1: sellers, buyers with their energies, and empty accounts. */
export function planTable1(parameters: Table1Parameters, random: Random): PlannedDay[] {
  return Array.from({ length: parameters.days }, () => planDay(parameters, random));
}

/**
 * The chance p that a user's account is empty on a day, the same for all users. An agreement is void when its buyer's
 * or its seller's account is empty, so the expected share of void agreements is 1 - (1 - p)^2. A calibration, not a
 * result.
 *
 * @param voidShare - 0 to 1
 * @example emptyChance(0.0049) // 0.002453...
 */
export function emptyChance(voidShare: number): number {
  return 1 - Math.sqrt(1 - voidShare);
}

/**
 * Every user's deposit, base units: enough for anything that can be drawn, so that settlements leave no debts and only
 * the emptied accounts lack money.
 *
 * @param shares - of the price, as the offers have them
 */
export function depositFor(parameters: Table1Parameters, shares: ClauseShares, feePerMWh: bigint): bigint {
  const { days, highKWh, highPrice, deviation } = parameters;
  const dearest = [1000n, shares.excessPermille, shares.marginPermille].reduce((x, y) => (x > y ? x : y));
  const meteredKWh = BigInt(Math.ceil(highKWh * (1 + deviation)));
  const purchase = (meteredKWh * BigInt(highPrice) * dearest) / 1000n;
  const fees = (BigInt(takersOf(parameters) * highKWh) * feePerMWh) / KWH_PER_MWH;
  // One base unit more, so that only an emptied account is empty.
  return BigInt(days) * (purchase + fees) + 1n;
}

function planDay(parameters: Table1Parameters, random: Random): PlannedDay {
  const { users, lowKWh, highKWh, lowPrice, highPrice, deviation, voidShare } = parameters;
  const everybody = Array.from({ length: users }, (_, user) => user);
  const drawn = shuffled(random, everybody);
  const sellers = drawn.slice(0, sellersOf(parameters));
  const buyers = drawn.slice(sellers.length, sellers.length + buyersOf(parameters));
  const offeredWh = BigInt(takersOf(parameters) * highKWh) * WH_PER_KWH;
  return {
    emptied: everybody.filter(() => random() < emptyChance(voidShare)),
    offers: sellers.map((seller) => ({
      seller,
      energyWh: offeredWh,
      pricePerMWh: BigInt(uniformInteger(random, lowPrice, highPrice)) * KWH_PER_MWH,
    })),
    acceptances: buyers.map((buyer, i) => {
      const agreedWh = uniformInteger(random, lowKWh, highKWh) * 1000;
      const meteredWh = Math.round(agreedWh * (1 + triangular(random) * deviation));
      return { buyer, offer: i % sellers.length, energyWh: BigInt(agreedWh), meteredWh: BigInt(meteredWh) };
    }),
  };
}

function sellersOf({ users, sellersPermille }: Table1Parameters): number {
  return Math.max(1, Math.floor((users * sellersPermille) / 1000));
}

function buyersOf({ users, buyersPermille }: Table1Parameters): number {
  return Math.max(1, Math.floor((users * buyersPermille) / 1000));
}

/** The most buyers that take from one offer. */
function takersOf(parameters: Table1Parameters): number {
  return Math.ceil(buyersOf(parameters) / sellersOf(parameters));
}

/** Triangular between -1 and 1, with its peak at 0. */
function triangular(random: Random): number {
  return random() + random() - 1;
}

const WH_PER_KWH = 1000n;
const KWH_PER_MWH = 1000n;
