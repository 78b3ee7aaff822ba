import { UserError } from "../errors.js";
import { difference, divide, type Extended, extended, log10, power, toNumber } from "./extended.js";
import { exactLaw, poissonLaw } from "./laws.js";

/** The law of the attacker's blocks: `poisson` is the paper's approximation, and Nakamoto's. */
export type AttackLaw = keyof typeof laws;

const laws = { poisson: poissonLaw, exact: exactLaw };

export const attackLaws = Object.keys(laws) as readonly AttackLaw[];

export interface AttackChance {
  /** Relative error below 1e-12 wherever it is above 1e-300. */
  readonly probability: number;
  /** Its decimal logarithm, also where the probability underflows; -Infinity where it is exactly 0. */
  readonly log10: number;
}

/**
 * The chance that an attacker ever draws level with the honest chain when a trade waits for z blocks: equation (3),
 * or the exact law. A tie counts as success. 1 for z = 0 and for q >= 0.5.
 *
 * This holds for proof of work. It says nothing about a chain with finality.
 *
 * @param q - the attacker's chance of the next block, 0 <= q <= 1
 * @param z - blocks to catch up, a whole number from 0 to 1e9 (the accuracy is tested up to 100,000)
 * @throws UserError that names q or z when it is outside its domain
 * @example attackChance("exact", 0.3, 1) // { probability: 0.6, log10: -0.2218... }
 */
export function attackChance(law: AttackLaw, q: number, z: number): AttackChance {
  return chance(q, z, laws[law]);
}

/**
 * Equation (1): the chance that an attacker who is z blocks behind ever draws level, (q / p)^z; 1 where p <= q.
 *
 * @throws UserError that names q or z when it is outside its domain
 * @example catchUpChance(0.3, 1).probability // 3/7
 */
export function catchUpChance(q: number, z: number): AttackChance {
  return chance(q, z, (share, blocks) => power(divide(extended(share), difference(1, share)), blocks));
}

/**
 * Equation (2): lambda = z q / p, the blocks that the attacker is expected to make while the others make z.
 * Infinity for q = 1, z > 0.
 *
 * @throws UserError that names q or z when it is outside its domain
 * @example expectedAttackerBlocks(0.2, 4) // 1
 */
export function expectedAttackerBlocks(q: number, z: number): number {
  requireShare(q);
  requireBlocks(z);
  return z === 0 ? 0 : (z * q) / (1 - q);
}

function chance(q: number, z: number, law: (q: number, z: number) => Extended): AttackChance {
  requireShare(q);
  requireBlocks(z);
  if (z === 0 || q >= 0.5) return { probability: 1, log10: 0 };
  if (q === 0) return { probability: 0, log10: -Infinity };
  const value = law(q, z);
  // Rounding may leave a value just above 1.
  return { probability: Math.min(1, toNumber(value)), log10: Math.min(0, log10(value)) };
}

/**
 * The fewest blocks z for which an attacker's chance is strictly below a risk, as in the published tables. Both laws
 * fall as z grows, so a bisection finds it.
 *
 * @param q - the attacker's chance of the next block, 0 <= q < 0.5; from 0.5 on no number of blocks is enough
 * @param risk - a probability from 1e-300 to 1
 * @throws UserError that names q or the risk when it is outside its domain or asks for more than 1e9 blocks
 * @example blocksForRisk("exact", 0.3, 0.001) // 32
 */
export function blocksForRisk(law: AttackLaw, q: number, risk: number): number {
  requireShare(q);
  if (!(risk >= SMALLEST_RISK && risk <= 1)) {
    throw new UserError(`risk = ${risk}: the wanted risk must be from ${SMALLEST_RISK} to 1`);
  }
  const isEnough = (z: number) => attackChance(law, q, z).probability < risk;
  if (!isEnough(MAX_BLOCKS)) {
    throw new UserError(`q = ${q}: even ${MAX_BLOCKS} blocks do not bring the risk below ${risk}`);
  }
  let tooFew = 0;
  let enough = 1;
  while (!isEnough(enough)) {
    tooFew = enough;
    enough = Math.min(2 * enough, MAX_BLOCKS);
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** Below it a probability may be less accurate. */
const SMALLEST_RISK = 1e-300;

/** The largest z: 19,000 years of Bitcoin blocks, a millisecond to compute. */
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
