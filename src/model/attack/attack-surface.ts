import { type AttackLaw, attackChance } from "./attack.js";

/** The axes of the paper's Fig. 10: blocks to catch up, and the attacker's chance of the next block. */
export const surfaceBlocks: readonly number[] = Array.from({ length: 51 }, (_, z) => z);
export const surfaceShares: readonly number[] = Array.from({ length: 51 }, (_, hundredths) => hundredths / 100);

/**
 * The surface of Fig. 10: the attacker's chance over z = 0..50 and q = 0..0.50, by either law.
 *
 * @returns a row for each of {@link surfaceBlocks}, in it a probability for each of {@link surfaceShares}
 * @example attackSurface("exact")[1]?.[30] // 0.6, z = 1 and q = 0.30
 */
export function attackSurface(law: AttackLaw): number[][] {
  return surfaceBlocks.map((z) => surfaceShares.map((q) => attackChance(law, q, z).probability));
}
