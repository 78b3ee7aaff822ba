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
   * What the consumer has from steps before, oldest first: the first block of all and the newest ones, see
   * `worthKnowing`; none to begin with.
   */
  readonly known: readonly BlockRef[];
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Between two looks at the head, ms; 1000 without it. */
  readonly pollMs?: number;
  /** Blocks of history in one step, at most; 2000 without it. */
  readonly chunkBlocks?: number;
  /** How long a node may be behind what was seen before it is believed, ms; 15,000 without it. */
  readonly patienceMs?: number;
  /** Told the node's newest block, after each look that went well. */
  readonly onHead?: (head: BlockRef) => void;
  /** Told why the node gave no answer; it is asked again after `pollMs`. */
  readonly onTrouble?: (problem: NodeUnavailable | RpcError) => void;
}

/**
 * Follows a market's events on a chain that may reorganise, by a node that may fail. Every step leads on from the one
 * before, the first one from the last of `known`; so whoever applies all of them, in order, has every log of the node's
 * chain exactly once. The very first step grows to the block before `fromBlock` and has no logs.
 *
 * A reorganisation deeper than the newest of `known` is undone down to its first block, so everything comes anew. Ends
 * with the signal.
 *
 * @throws UserError when the node is on a chain without the first known block, or the contract is another
 * @see docs/decisions/ on following a chain: why by hash near the head, and by one message elsewhere
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
