import type { MarketEvent } from "../market-events.js";

/** A block, as far as following a chain needs it. */
export interface BlockRef {
  readonly number: bigint;
  readonly hash: string;
  readonly parentHash: string;
  /** Unix time, s. */
  readonly timestamp: bigint;
}

/** An event of a market, and where in the chain it stands. */
export interface MarketLog {
  readonly block: BlockRef;
  readonly transactionHash: string;
  /** Its place among the block's logs. */
  readonly logIndex: number;
  readonly event: MarketEvent;
}

/** What a follower saw the chain do: grow, or give up its last blocks. */
export type ChainStep =
  | {
      /** The chain grew to `head`; the logs are the market's of all blocks since the step before, none left out. */
      readonly kind: "grown";
      readonly head: BlockRef;
      /** The newest blocks of the step, oldest first, `head` the last: to be known when a reorganisation comes. */
      readonly recent: readonly BlockRef[];
      readonly logs: readonly MarketLog[];
    }
  | {
      /** A reorganisation: every block above `ancestor` and its logs are undone. */
      readonly kind: "undone";
      readonly ancestor: BlockRef;
    };
