import type { OpenChain } from "./local-chain.js";
import { lastBlockOf, sendBlock, type SentBlock } from "./sent-block.js";
import { openBenchChain, type BenchOptions } from "./simulated-market.js";

/** A chain that was sent the blocks of another. */
export interface Replay {
  /** From the first transaction to the last. */
  readonly seconds: number;
  /** Hash of its last block: the other's, if all went as it did there. */
  readonly lastBlock: string;
}

/**
 * Sends the blocks of a bench again, to a fresh chain with nothing around them: as fast as the chain itself can go.
 *
 * @param now - a stopwatch's reading, ms
 */
export async function replayBlocks(
  openChain: OpenChain,
  options: BenchOptions,
  blocks: readonly SentBlock[],
  now: () => number,
): Promise<Replay> {
  const chain = await openBenchChain(openChain, options);
  try {
    const startedAt = now();
    for (const block of blocks) await sendBlock(chain.provider, block);
    const seconds = (now() - startedAt) / 1000;
    return { seconds, lastBlock: (await lastBlockOf(chain.provider)).hash };
  } finally {
    await chain.close();
  }
}
