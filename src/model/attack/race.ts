import { requireBlocks, requireShare } from "./attack.js";
import type { Random } from "../random.js";

/**
 * Simulates races between an attacker and the honest nodes block by block, and counts those that the attacker wins.
 * The honest nodes make z blocks while the attacker makes its own; then the attacker continues until it draws level. A
 * tie is a success. The share of wins estimates the exact law, not Nakamoto's.
 *
 * A race could last for ever. Once the z blocks are made and the attacker is {@link LOST} blocks behind, equation (1)
 * gives its exact chance from there, and one draw decides the race. So no race is cut short and the result is unbiased,
 * up to 2^-32, the resolution of the random numbers.
 *
 * @param q - the attacker's chance of the next block, 0 <= q <= 1
 * @param z - blocks to catch up
 * @param races - a whole number, at least 0
 * @throws UserError that names q or z when it is outside its domain
 * @example raceWins(0.3, 6, 1_000_000, randomStream(1, 0)) / 1_000_000 // about 0.156
 */
export function raceWins(q: number, z: number, races: number, random: Random): number {
  requireShare(q);
  requireBlocks(z);
  let wins = 0;
  for (let race = 0; race < races; race++) {
    if (isWon(q, z, random)) wins++;
  }
  return wins;
}

/** The attacker's deficit at which one draw decides the race. */
const LOST = 16;

function isWon(q: number, z: number, random: Random): boolean {
  let behind = z;
  let confirmations = 0;
  while (confirmations < z && behind > 0) {
    if (random() < q) behind--;
    else confirmations++;
  }
  // Without a branch: the processor could not predict it.
  while (behind > 0 && behind < LOST) behind += 1 - 2 * Number(random() < q);
  return behind === 0 || random() < (q / (1 - q)) ** behind;
}
