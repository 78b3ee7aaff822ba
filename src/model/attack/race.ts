import { requireBlocks, requireShare } from "./attack.js";
import type { Random } from "../random.js";

/**
 * Runs races between an attacker and the honest nodes block by block, and counts those that the attacker wins: the
 * honest nodes first make z blocks, the attacker meanwhile makes its own, then goes on until it draws level. A tie is
 * a success. The share of wins estimates the exact law, not Nakamoto's.
 *
 * A race could go on for ever. Once the attacker is {@link LOST} blocks behind with the z blocks made, its outcome is
 * drawn in one go from equation (1), which is its exact chance from there: no race is cut short, and no bias comes in.
 * The chances are met to 2^-32, the grain of the random numbers.
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

/** The attacker's deficit from which a race is no longer followed block by block. */
const LOST = 16;

function isWon(q: number, z: number, random: Random): boolean {
  let behind = z;
  let confirmations = 0;
  while (confirmations < z && behind > 0) {
    if (random() < q) behind--;
    else confirmations++;
  }
  // Without a branch, since no processor can guess which way it would go.
  while (behind > 0 && behind < LOST) behind += 1 - 2 * Number(random() < q);
  return behind === 0 || random() < (q / (1 - q)) ** behind;
}
