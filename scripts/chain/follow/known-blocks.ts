import type { BlockRef } from "./chain-step.js";

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
