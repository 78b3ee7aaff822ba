import { UserError } from "../errors.js";

/** The most blocks to catch up that are computed: some 19,000 years of Bitcoin's, and a millisecond of sums. */
export const MAX_BLOCKS = 1_000_000_000;

/**
 * @param q - the chance that the attacker makes the next block
 * @throws UserError unless 0 <= q <= 1
 */
export function requireShare(q: number): void {
  if (!(q >= 0 && q <= 1)) throw new UserError(`q = ${q}: the attacker's share of the blocks must be from 0 to 1`);
}

/**
 * @param z - blocks to catch up
 * @throws UserError unless z is a whole number from 0 to {@link MAX_BLOCKS}
 */
export function requireBlocks(z: number): void {
  if (!(Number.isInteger(z) && z >= 0 && z <= MAX_BLOCKS)) {
    throw new UserError(`z = ${z}: the blocks to catch up must be a whole number from 0 to ${MAX_BLOCKS}`);
  }
}
