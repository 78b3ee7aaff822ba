import { availableParallelism } from "node:os";

import { requireBlocks, requireShare } from "../model/attack/attack.js";
import { runOnThreads } from "./threads.js";

interface RaceSettings {
  /** The attacker's chance of the next block, 0 <= q <= 1. */
  readonly q: number;
  /** Blocks to catch up. */
  readonly z: number;
  /** A whole number, at least 1. */
  readonly races: number;
  /** A whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Worker threads; one for each processor by default. */
  readonly threads?: number;
}

/**
 * Runs races on worker threads, see `raceWins`. They are cut into batches of fixed size, each with its own random
 * stream, so the result depends on the seed and the number of races, not on the threads.
 *
 * @param onProgress - called with the races run so far
 * @returns the number of races that the attacker won
 * @throws UserError that names q or z when it is outside its domain
 */
export async function simulateRaces(settings: RaceSettings, onProgress?: (done: number) => void): Promise<number> {
  requireShare(settings.q);
  requireBlocks(settings.z);
  const { races, threads = availableParallelism() } = settings;
  const count = Math.ceil(races / BATCH);
  let wins = 0;
  let finished = 0;
  await runOnThreads(worker, batches(settings, count), Math.min(threads, count), (won) => {
    wins += won;
    finished++;
    onProgress?.(Math.min(finished * BATCH, races));
  });
  return wins;
}

/** Large enough that handing a batch over costs little, small enough to share the work evenly. */
const BATCH = 16_384;
const worker = new URL("./race-worker.ts", import.meta.url);

function* batches({ q, z, races, seed }: RaceSettings, count: number) {
  for (let stream = 0; stream < count; stream++) {
    yield { q, z, races: Math.min(BATCH, races - stream * BATCH), seed, stream };
  }
}
