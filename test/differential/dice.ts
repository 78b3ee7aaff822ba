import { type Random, uniformInteger } from "../../src/model/random.js";

/** One of a list; undefined of an empty one. */
export function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)];
}

/** One of a table's keys, as often as its weight says. */
export function weighted<Key extends string>(random: Random, weights: Readonly<Record<Key, number>>): Key {
  const entries = Object.entries<number>(weights) as [Key, number][];
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return entries.at(-1)![0];
}

export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** A whole number uniform on low..high, both included, both below 2^53. */
export function between(random: Random, low: bigint, high: bigint): bigint {
  return BigInt(uniformInteger(random, Number(low), Number(high)));
}
