import { UserError } from "../errors.js";
import { attackChance, type AttackChance, type AttackLaw } from "./attack.js";

/** The axes of the paper's Fig. 10: blocks to catch up, and the attacker's chance of the next block. */
export const surfaceBlocks: readonly number[] = Array.from({ length: 51 }, (_, z) => z);
export const surfaceShares: readonly number[] = Array.from({ length: 51 }, (_, hundredths) => hundredths / 100);

/**
 * The surface of Fig. 10: the attacker's chance over z = 0..50 and q = 0..0.50, by either law.
 *
 * @returns a row for each of {@link surfaceBlocks} with a probability for each of {@link surfaceShares}
 * @example attackSurface("exact")[1]?.[30] // 0.6, z = 1 and q = 0.30
 */
export function attackSurface(law: AttackLaw): number[][] {
  return surfaceBlocks.map((z) => surfaceShares.map((q) => attackChance(law, q, z).probability));
}

/** The attacker's share in the paper's Fig. 11. */
export const COMPARISON_SHARE = 0.4;

interface AttackComparison {
  /** Blocks of the traditional model's chain. */
  readonly z: number;
  /** Blocks of the improved model's chain after the same time. */
  readonly improvedZ: number;
  readonly traditional: AttackChance;
  readonly improved: AttackChance;
}

/**
 * Fig. 11: the chance of an attack on both models after equal time.
 * **Reading**: the improved chain has made s times as many blocks, z' = floor(z s), rounded in the attacker's favour.
 *
 * @param z - blocks of the traditional chain
 * @param s - T_sum of the traditional model over that of the improved one, greater than 0
 * @param q - the attacker's chance of the next block; the paper's figure has 0.4
 * @throws UserError that names z, s or q when it is outside its domain
 * @example compareAttack("poisson", 10, 1.55).improvedZ // 15
 */
export function compareAttack(law: AttackLaw, z: number, s: number, q = COMPARISON_SHARE): AttackComparison {
  if (!(s > 0 && Number.isFinite(s))) throw new UserError(`s = ${s}: the speed-up must be a number above 0`);
  const improvedZ = Math.floor(z * s);
  return {
    z,
    improvedZ,
    traditional: attackChance(law, q, z),
    improved: attackChance(law, q, improvedZ),
  };
}
