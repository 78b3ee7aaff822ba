import { lastBlockOf, sendBlock, type SentBlock } from "./blocks.js";
import type { OpenChain } from "./local-chain.js";
import { openMarketChain, type SimulatedMarketOptions } from "./simulated-market.js";

/** The blocks of one chain, sent to another. */
interface Replay {
  /** From the first transaction to the last. */
  readonly seconds: number;
  /** Hash of the last block: the first chain's, if everything went the same way. */
  readonly lastBlock: string;
}

/**
 * Sends the blocks of a simulated market to a fresh chain, with nothing around them: the fastest that the chain can go.
 *
 * @param now - a stopwatch's reading, ms
 */
export async function replayBlocks(
  openChain: OpenChain,
  options: SimulatedMarketOptions,
  blocks: readonly SentBlock[],
  now: () => number,
): Promise<Replay> {
  const chain = await openMarketChain(openChain, options);
  try {
    const startedAt = now();
    for (const block of blocks) await sendBlock(chain.provider, block);
    const seconds = (now() - startedAt) / 1000;
    return { seconds, lastBlock: (await lastBlockOf(chain.provider)).hash };
  } finally {
    await chain.close();
  }
}
