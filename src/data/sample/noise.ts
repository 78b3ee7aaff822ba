import type { Random } from "../../model/random.js";

/**
 * A number from the normal distribution with mean 0 and standard deviation 1 (Box and Muller, 1958).
 */
export function standardNormal(random: Random): number {
  // 1 - random() is in (0, 1], where the logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * A first-order autoregressive process: each value remembers `memory` of the last one.
 *
 * @param memory - 0 (none) to below 1
 * @param deviation - standard deviation of the values once the process has settled, from the first value on
 * @returns a function that gives the next value
 */
export function autoregressive(random: Random, memory: number, deviation: number): () => number {
  const fresh = deviation * Math.sqrt(1 - memory ** 2);
  let value = deviation * standardNormal(random);
  return () => (value = memory * value + fresh * standardNormal(random));
}

/** A bell of height 1 around `centre`, in hours of the day. */
export function bell(hour: number, centre: number, width: number): number {
  return Math.exp(-(((hour - centre) / width) ** 2) / 2);
}
