import { requireBlocks, requireShare } from "./attack-domain.js";
import { exactLaw } from "./attack-exact.js";
import { poissonLaw } from "./attack-poisson.js";
import { difference, divide, type Extended, extended, log10, power, toNumber } from "./extended.js";

/** How the attacker's blocks are counted: `poisson` is the paper's (and Nakamoto's) approximation. */
export type AttackLaw = keyof typeof laws;

const laws = { poisson: poissonLaw, exact: exactLaw };

export const attackLaws = Object.keys(laws) as readonly AttackLaw[];

export interface AttackChance {
  /** To 1e-12 of itself wherever it is above 1e-300. */
  readonly probability: number;
  /** Its decimal logarithm, also where the probability is too small for a number; -Infinity where it is exactly 0. */
  readonly log10: number;
}

/**
 * The chance that an attacker ever draws level with the honest chain when a trade waits for z blocks: equation (3),
 * or the exact law. A tie counts as success. 1 for z = 0 and for q >= 0.5.
 *
 * This is proof-of-work arithmetic: it says nothing about a chain with finality.
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
