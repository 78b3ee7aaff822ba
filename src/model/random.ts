/** A source of pseudo-random numbers, uniform in [0, 1). Every simulation takes one as an argument. */
export type Random = () => number;

/**
 * The mulberry32 generator (Tommy Ettinger, public domain): small, fast, the same numbers on every machine.
 * Not for keys that guard anything of value.
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
