import { type AttackLaw, attackChance } from "./attack.js";
import { MAX_BLOCKS, requireShare } from "./attack-domain.js";
import { UserError } from "../errors.js";

/**
 * The fewest blocks z that bring an attacker's chance strictly below a wanted risk, as the published tables count
 * them. Both laws fall as z grows, so a bisection finds it.
 *
 * @param q - the attacker's chance of the next block, 0 <= q < 0.5: from 0.5 on no number of blocks helps
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

/** Below it a probability may no longer be held to its full accuracy. */
const SMALLEST_RISK = 1e-300;
