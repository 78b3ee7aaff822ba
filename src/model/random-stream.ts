import type { Random } from "./random.js";

/**
 * The sfc32 generator (Chris Doty-Humphrey, PractRand, public domain) on a stream of its own. Work that is split over
 * threads takes one stream a piece, and so draws the same numbers however it is split. Unlike mulberry32, whose
 * streams are all stretches of one circle of 2^32 numbers, its streams do not overlap in practice.
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

/** As many as its author drops after seeding with three words. */
const MIXING_ROUNDS = 15;
