import type { MarketKind } from "../../src/market/market-kind.js";
import { mulberry32 } from "../../src/model/random.js";
import { playEpisode } from "./episode.js";
import { openMarketPair } from "./stage.js";
import { Tally } from "./tally.js";

export interface DifferentialOptions {
  readonly kind: MarketKind;
  readonly actions: number;
  readonly seed: number;
  /** Told now and then how many actions are done. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Plays random actions, legal and illegal, on the chain and in the reference, and compares the two exactly. A long run
 * has several episodes, each on a chain of its own, so that its memory does not grow with its length.
 *
 * @returns what was reached
 * @throws Disagreement at the first difference, naming market, seed, step and action
 */
export async function playDifferential({ kind, actions, seed, onProgress }: DifferentialOptions): Promise<Tally> {
  const random = mulberry32(seed);
  const tally = new Tally();
  for (let done = 0; done < actions; done += EPISODE) {
    const stage = await openMarketPair(kind, seed);
    const steps = Math.min(EPISODE, actions - done);
    const origin = `${kind} market, seed ${seed}, episode of ${steps} after ${done}`;
    await playEpisode(stage, { random, tally, steps, origin, onStep: (step) => onProgress?.(done + step) });
    await stage.chain.close();
  }
  return tally;
}

/** Actions of one episode: some hundred megabytes of blocks. */
const EPISODE = 20_000;
