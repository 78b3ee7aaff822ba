import { type AttackChance, type AttackLaw, attackChance } from "./attack.js";
import { UserError } from "../errors.js";

/** The attacker's share in the paper's Fig. 11. */
export const COMPARISON_SHARE = 0.4;

export interface AttackComparison {
  /** Blocks of the traditional model's chain. */
  readonly z: number;
  /** Blocks that the improved model's chain has made in the same time. */
  readonly improvedZ: number;
  readonly traditional: AttackChance;
  readonly improved: AttackChance;
}

/**
 * Fig. 11: the chance of an attack on both models after equal time.
 * **Reading**: the improved chain is s times as far, z' = floor(z s), rounded in the attacker's favour.
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
