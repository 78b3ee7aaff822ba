import type { Random } from "../../model/random.js";
import { autoregressive, bell } from "./noise.js";

/** Base units in a hundredth of a token: prices are quoted to two decimals. */
const BASE_UNITS_PER_CENT = 10_000n;

/**
 * A generated day-ahead price: gives the price in base units per MWh of the half-hour that starts at an hour of the day,
 * to be called for one half-hour after the other.
 *
 * All numbers Assumed, to look like a British summer day: cheap at night and under the midday sun, a small peak in the
 * morning, a large one in the evening.
 */
export function generatedPrice(random: Random): (hour: number) => bigint {
  const news = autoregressive(random, 0.7, 4);
  return (hour) => {
    const shape = 72 + 18 * bell(hour, 7.5, 1.5) - 30 * bell(hour, 13, 2.5) + 55 * bell(hour, 18.5, 1.8);
    return BigInt(Math.round(100 * Math.max(0, shape + news()))) * BASE_UNITS_PER_CENT;
  };
}
