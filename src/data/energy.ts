import { decimal, decimalText } from "./decimal.js";

/** Microjoules in a watt-hour. */
const MICROJOULES_PER_WH = 3_600_000_000n;

/** Digits kept after the point: the last one is worth a whole number of microjoules. */
const DECIMALS = { kWh: 11, Wh: 8, MWh: 14 } as const;
/** What that last digit is worth. */
const MICROJOULES_PER_DIGIT = 36n;

/** The most of one row, as the largest offer on chain. */
const LARGEST_WH = 2n ** 48n - 1n;

/**
 * Reads a decimal number of kWh, Wh or MWh as microjoules (microwatt-seconds), exact to 10^-8 Wh; digits below that are
 * dropped.
 *
 * @returns microjoules, at most those of 2^48 - 1 Wh; otherwise (empty, not a number, negative, too large) the problem
 * in words, to which the caller adds the place
 * @example energyOf("0.0059", "kWh") // 21_240_000_000n: 5.9 Wh
 */
export function energyOf(text: string, unit: keyof typeof DECIMALS): bigint | string {
  const digits = decimal(text, DECIMALS[unit], ofWholeWh(LARGEST_WH) / MICROJOULES_PER_DIGIT);
  return typeof digits === "string" ? digits : digits * MICROJOULES_PER_DIGIT;
}

/**
 * Energy in whole watt-hours, rounded down. Round once, at the end of a sum.
 *
 * @param microjoules - at least 0
 * @example wholeWh(3_599_999_999n) // 0n
 */
export function wholeWh(microjoules: bigint): bigint {
  return microjoules / MICROJOULES_PER_WH;
}

/** Whole watt-hours in microjoules. */
export function ofWholeWh(energyWh: bigint): bigint {
  return energyWh * MICROJOULES_PER_WH;
}

/**
 * Energy as messages say it, in Wh.
 *
 * @example energyText(21_240_000_000n) // "5.9 Wh"
 */
export function energyText(microjoules: bigint): string {
  const digits = decimalText(microjoules / MICROJOULES_PER_DIGIT, DECIMALS.Wh);
  return `${digits.replace(/\.?0+$/, "")} Wh`;
}
