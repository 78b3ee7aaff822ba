import type { Interface } from "ethers";

import { backoffMs } from "../../chain/rpc/backoff.js";
import type { NodeClient, NodeUnavailable, RpcError } from "../../chain/rpc/node-client.js";
import type { Clock } from "../../service/clock.js";
import { type BlockRef, type ChainStep, type Gap, KnownBlocks } from "./chain-step.js";
import { ChainView } from "./chain-view.js";
import { Follower, isNodeFault } from "./follower.js";
import { WholeBlocks } from "./whole-block.js";

/** Waits between two times of reading everything again, ms: the first, and the longest as they double. */
const REPAIR_MS = 2_000;
const LONGEST_REPAIR_MS = 300_000;

interface FollowOptions {
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
  /** What shows the consumer that events were lost; undefined when nothing does. Asked after each step. */
  readonly gap?: () => Gap | undefined;
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
 * A reorganisation deeper than the newest of `known` is undone down to its first block, and all logs come again. So is
 * what a consumer finds to be incomplete, see `gap`. Ends with the signal.
 *
 * @throws UserError when the node's chain does not have the first known block, or the contract is not this market
 * @see docs/decisions/ on following a chain: why by hash near the head, and in one message elsewhere
 */
export async function* followMarket(options: FollowOptions): AsyncGenerator<ChainStep, void, void> {
  const { client, abi, known, clock, signal, pollMs = 1_000, onTrouble, gap } = options;
  const market = options.market.toLowerCase();
  const follower = new Follower(
    new ChainView(client, market),
    new WholeBlocks(client, market, abi),
    new KnownBlocks(known),
    { chunkBlocks: 2_000, patienceMs: 15_000, ...options },
  );
  const wait = () => clock.sleep(pollMs, signal).catch(() => undefined);
  const stopped = () => signal?.aborted === true;
  const look = async () => {
    try {
      return await follower.step();
    } catch (error) {
      if (stopped()) return undefined;
      if (!isNodeFault(error)) throw error;
      onTrouble?.(error);
      return undefined;
    }
  };
  let last: bigint | undefined;
  let repairs = 0;
  /** Goes back where the consumer misses events: the newest blocks at once, then all of them, less and less often. */
  const repair = async () => {
    const found = gap?.();
    if (found === undefined) return undefined;
    repairs = found.block === last ? repairs + 1 : 0;
    last = found.block;
    const wait = { firstMs: REPAIR_MS, longestMs: LONGEST_REPAIR_MS };
    if (repairs > 1) await clock.sleep(backoffMs(repairs - 1, wait), signal).catch(() => undefined);
    return follower.goBack(found, repairs > 0);
  };
  while (!stopped()) {
    const step = (await repair()) ?? (await look());
    if (step === undefined) await wait();
    else yield step;
  }
}
