import type { AttackLaw } from "../../../src/model/attack/attack.js";

/** A ratio of whole numbers: the attacker's chance without any floating point. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * The attacker's chance by its definition, in whole numbers: the attacker's blocks x follow a Poisson law (equation
 * (3)) or a negative binomial, and from z - x blocks behind it draws level with chance (q / p)^(z - x):
 *
 *     ( sum_{x<=z} w(x) (q / p)^(z-x) + sum_{x>z} w(x) ) / sum_x w(x)
 *
 * The weights w need no norm, so they start as 2^512 at x = z and follow from each other by whole-number products; a
 * weight that has shrunk to 0 is 2^-512 of what counts. Shares with the product's code: nothing.
 *
 * @param q - taken as the binary fraction that the number really is; 1e-6 <= q < 0.5
 */
export function referenceChance(law: AttackLaw, q: number, z: number): Ratio {
  const [a, b] = toRatio(q);
  const blocks = BigInt(z);
  // w(x + 1) / w(x), as a numerator and a denominator
  const step = (x: bigint): [bigint, bigint] =>
    law === "poisson" ? [blocks * a, (b - a) * (x + 1n)] : [a * (x + blocks), b * (x + 1n)];

  const start = 1n << 512n;
  let wins = start;
  let all = start;
  for (let x = blocks, weight = start; weight > 0n; x++) {
    const [up, down] = step(x);
    weight = (weight * up) / down;
    wins += weight;
    all += weight;
  }
  for (let x = blocks, weight = start, winning = start; x > 0n && weight > 0n; x--) {
    const [up, down] = step(x - 1n);
    weight = (weight * down) / up;
    winning = (winning * down * a) / (up * (b - a));
    wins += winning;
    all += weight;
  }
  return { numerator: wins, denominator: all };
}

/** |value - reference| / reference, for a value above 0. */
export function relativeError(value: number, { numerator, denominator }: Ratio): number {
  const [a, b] = toRatio(value);
  const difference = a * denominator - numerator * b;
  const scaled = ((difference < 0n ? -difference : difference) << 100n) / (numerator * b);
  return Number(scaled) * 2 ** -100;
}

/** log10 of a ratio, to about 1e-15 of itself. */
export function log10Of({ numerator, denominator }: Ratio): number {
  const shift = BigInt(denominator.toString(16).length - numerator.toString(16).length) * 4n + 100n;
  return Math.log10(Number((numerator << shift) / denominator)) - Number(shift) * Math.log10(2);
}

/** A number as the binary fraction that it is. */
function toRatio(value: number): [bigint, bigint] {
  let whole = value;
  let shift = 0n;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    shift++;
  }
  return [BigInt(whole), 1n << shift];
}
