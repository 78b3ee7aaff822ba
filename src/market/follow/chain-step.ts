import type { DecodedEvent } from "../../chain/abi/event-coder.js";

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
  readonly event: DecodedEvent;
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

/** How many of the newest blocks are kept: a reorganisation up to there is undone block by block. */
export const NEWEST_KNOWN = 64;

/**
 * The blocks worth keeping, to find the common ancestor when a reorganisation comes: the newest ones, and the first of
 * all, which stands for everything in between. A reorganisation deeper than the newest is undone down to the first.
 *
 * @param blocks - oldest first
 */
export function worthKnowing(blocks: readonly BlockRef[]): readonly BlockRef[] {
  return blocks.length <= NEWEST_KNOWN + 1 ? blocks : [...blocks.slice(0, 1), ...blocks.slice(-NEWEST_KNOWN)];
}

/** The blocks of the chain that a follower knows, oldest first. */
export class KnownBlocks {
  #blocks: readonly BlockRef[];

  /** @throws RangeError when the blocks' numbers do not ascend */
  constructor(blocks: readonly BlockRef[]) {
    if (blocks.some(({ number }, i) => number <= (blocks[i - 1]?.number ?? -1n))) {
      throw new RangeError("known blocks must ascend by number");
    }
    this.#blocks = worthKnowing(blocks);
  }

  get blocks(): readonly BlockRef[] {
    return this.#blocks;
  }

  get tip(): BlockRef | undefined {
    return this.#blocks.at(-1);
  }

  add(blocks: readonly BlockRef[]): void {
    this.#blocks = worthKnowing([...this.#blocks, ...blocks]);
  }

  /** Forgets every block above the one of this number. */
  undoTo(number: bigint): void {
    this.#blocks = this.#blocks.filter((block) => block.number <= number);
  }
}
