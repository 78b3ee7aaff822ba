import type { Interface } from "ethers";

import { type NodeClient, NodeUnavailable, RpcError } from "../../chain/rpc/node-client.js";
import type { Clock } from "../../service/clock.js";
import { type BlockRef, type ChainStep, KnownBlocks } from "./chain-step.js";
import { ChainView } from "./chain-view.js";
import { Follower } from "./follower.js";

export interface FollowOptions {
  readonly client: NodeClient;
  /** The market's address. */
  readonly market: string;
  readonly abi: Interface;
  /** The block of the market's first event, as its deployment record says. */
  readonly fromBlock: bigint;
  /**
   * The blocks that the consumer kept from earlier steps, oldest first, as `worthKnowing` says; none at the very start.
   */
  readonly known: readonly BlockRef[];
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Time between two looks at the head, ms; 1000 by default. */
  readonly pollMs?: number;
  /** Most blocks of history in one step; 2000 by default. */
  readonly chunkBlocks?: number;
  /** How long a node may lag behind known blocks before they count as undone, ms; 15,000 by default. */
  readonly patienceMs?: number;
  /** Called with the node's newest block after each successful look. */
  readonly onHead?: (head: BlockRef) => void;
  /** Called with the reason when the node did not answer; it is asked again after `pollMs`. */
  readonly onTrouble?: (problem: NodeUnavailable | RpcError) => void;
}

/**
 * Follows a market's events on a chain that may reorganise, through a node that may fail. Each step continues from the
 * last one, the first step from the last of `known`. A consumer that applies all steps in order has each log of the
 * chain exactly once. The very first step grows to the block before `fromBlock` and has no logs.
 *
 * A reorganisation deeper than the newest of `known` is undone down to its first block, and all logs come again. Ends
 * with the signal.
 *
 * @throws UserError when the node's chain does not have the first known block, or the contract is not this market
 * @see docs/decisions/ on following a chain: why by hash near the head, and in one message elsewhere
 */
export async function* followMarket(options: FollowOptions): AsyncGenerator<ChainStep, void, void> {
  const { client, market, known, clock, signal, pollMs = 1_000, onTrouble } = options;
  const follower = new Follower(new ChainView(client, market.toLowerCase()), new KnownBlocks(known), {
    chunkBlocks: 2_000,
    patienceMs: 15_000,
    ...options,
  });
  const wait = () => clock.sleep(pollMs, signal).catch(() => undefined);
  const stopped = () => signal?.aborted === true;
  const look = async () => {
    try {
      return await follower.step();
    } catch (error) {
      if (stopped()) return undefined;
      if (!(error instanceof NodeUnavailable || error instanceof RpcError)) throw error;
      onTrouble?.(error);
      return undefined;
    }
  };
  while (!stopped()) {
    const step = await look();
    if (step === undefined) await wait();
    else yield step;
  }
}
