/** A source of pseudo-random numbers, uniform in [0, 1). Every simulation takes one as an argument. */
export type Random = () => number;

/**
 * The mulberry32 generator (Tommy Ettinger, public domain): small, fast, the same numbers on every machine.
 * Not for keys that protect anything of value.
 *
 * @param seed - any integer; its low 32 bits count
 * @example mulberry32(24)() // 0.33202015655115247
 */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** An integer uniform on low..high, both included. */
export function uniformInteger(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** The same items in random order (Fisher and Yates). */
export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInteger(random, 0, last);
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
}

/**
 * One stream of the sfc32 generator (Chris Doty-Humphrey, PractRand, public domain). Work that is split over threads
 * uses one stream for each piece, and so draws the same numbers however many threads there are. Streams do not overlap
 * in practice, unlike those of mulberry32, which are all parts of one cycle of 2^32 numbers.
 *
 * @param seed - a whole number from 0 to 2^53 - 1
 * @param stream - a whole number from 0 to 2^32 - 1
 * @example randomStream(1, 0)() === randomStream(1, 0)() // true
 */
export function randomStream(seed: number, stream: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 4294967296) | 0;
  let c = stream | 0;
  let counter = 1;
  const next: Random = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < MIXING_ROUNDS; round++) next();
  return next;
}

/** As its author does after seeding with three words. */
const MIXING_ROUNDS = 15;
