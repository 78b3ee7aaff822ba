import { mulberry32, type Random, uniformInteger } from "../../src/model/random.js";

/** A day of a few short delivery periods, and what everybody means to do in it; all of it follows from the seed. */
export interface Day {
  readonly seed: number;
  /** Start of the first delivery period, Unix time, s. */
  readonly startsAt: number;
  readonly periods: number;
  /** How long before its delivery a period's energy is on offer, s. */
  readonly leadSeconds: number;
}

/** What a seller offers for one period. */
export interface Sale {
  readonly period: number;
  readonly energyWh: bigint;
  readonly pricePerMWh: bigint;
  /** When it declares, s before the delivery. */
  readonly before: number;
}

/** What a buyer wants for one period. */
export interface Purchase {
  readonly period: number;
  readonly energyWh: bigint;
  /** When it looks at the offers, s before the delivery. */
  readonly before: number;
}

/** Length of a delivery period, s. */
export const PERIOD_SECONDS = 12;

export function deliveryOf({ startsAt }: Day, period: number): { start: number; end: number } {
  const start = startsAt + period * PERIOD_SECONDS;
  return { start, end: start + PERIOD_SECONDS };
}

/** Sellers declare in the first third of the lead. */
export function salesOf(day: Day, seller: string): Sale[] {
  const random = randomOf(day, seller);
  return Array.from({ length: day.periods }, (_, period) => ({
    period,
    energyWh: BigInt(uniformInteger(random, 500_000, 2_000_000)),
    pricePerMWh: BigInt(uniformInteger(random, 40, 90)) * 1_000_000n,
    before: Math.round(day.leadSeconds * (1 - 0.3 * random())),
  }));
}

/** Buyers choose in the next quarter: what must be verified has the rest of the lead. */
export function purchasesOf(day: Day, buyer: string): Purchase[] {
  const random = randomOf(day, buyer);
  return Array.from({ length: day.periods }, (_, period) => ({
    period,
    energyWh: BigInt(uniformInteger(random, 300_000, 1_200_000)),
    before: Math.round(day.leadSeconds * (0.65 - 0.15 * random())),
  }));
}

/** What a buyer's meter reads in a period, Wh: around what it meant to buy, now and then far from it. */
export function meteredWh(day: Day, buyer: string, period: number): bigint {
  const wanted = purchasesOf(day, buyer)[period]!.energyWh;
  const random = randomOf(day, `${buyer}, period ${period}`);
  return (wanted * BigInt(uniformInteger(random, 80, 125))) / 100n;
}

/** A stream of random numbers of its own for each name. */
export function randomOf({ seed }: Day, name: string): Random {
  let hash = seed;
  for (const letter of name) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return mulberry32(hash);
}
