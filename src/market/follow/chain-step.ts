import type { DecodedEvent } from "../../chain/abi/event-coder.js";

/** What following a chain needs of a block. */
export interface BlockRef {
  readonly number: bigint;
  readonly hash: string;
  readonly parentHash: string;
  /** Unix time, s. */
  readonly timestamp: bigint;
}

/** An event of a market, and its place in the chain. */
export interface MarketLog {
  readonly block: BlockRef;
  readonly transactionHash: string;
  /** Its index among the block's logs. */
  readonly logIndex: number;
  readonly event: DecodedEvent;
}

/** A change of the chain: it grew, or gave up its last blocks. */
export type ChainStep =
  | {
      /** The chain grew to `head`. The logs are all of the market's since the last step. */
      readonly kind: "grown";
      readonly head: BlockRef;
      /**
       * The newest blocks of the step, oldest first, ending with `head`: to find the ancestor after a reorganisation.
       */
      readonly recent: readonly BlockRef[];
      readonly logs: readonly MarketLog[];
    }
  | {
      /** All blocks above `ancestor` and their logs are undone: by a reorganisation, unless there is a gap. */
      readonly kind: "undone";
      readonly ancestor: BlockRef;
      /** Why the blocks are read again, without a reorganisation. */
      readonly gap?: Gap;
    };

/** What shows that events were lost: a node did not tell of them. */
export interface Gap {
  /** The block with an event about something that no earlier event tells of. */
  readonly block: bigint;
  /** A sentence that says so. */
  readonly message: string;
}

/** How many of the newest blocks are kept: the depth to which a reorganisation is undone exactly. */
export const NEWEST_KNOWN = 64;

/**
 * The blocks to keep, to find the common ancestor after a reorganisation: the newest ones, and the very first. A deeper
 * reorganisation is undone down to the first.
 *
 * @param blocks - oldest first
 */
export function worthKnowing(blocks: readonly BlockRef[]): readonly BlockRef[] {
  return blocks.length <= NEWEST_KNOWN + 1 ? blocks : [...blocks.slice(0, 1), ...blocks.slice(-NEWEST_KNOWN)];
}

/** The blocks that a follower knows, oldest first. */
export class KnownBlocks {
  #blocks: readonly BlockRef[];

  /** @throws RangeError when the blocks' numbers do not ascend */
  constructor(blocks: readonly BlockRef[]) {
    if (blocks.some(({ number }, i) => number <= (blocks[i - 1]?.number ?? -1n))) {
      throw new RangeError("the numbers of known blocks must ascend");
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
