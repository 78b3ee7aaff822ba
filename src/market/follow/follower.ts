import type { Interface } from "ethers";

import { UserError } from "../../model/errors.js";
import type { Clock } from "../../service/clock.js";
import type { BlockRef, ChainStep, KnownBlocks, MarketLog } from "./chain-step.js";
import type { ChainView } from "./chain-view.js";
import { BlockRanges, marketLogsOf } from "./market-logs.js";

/** Blocks this close to the head are followed one by one, by hash; deeper ones in ranges of numbers. */
const NEAR_HEAD = 32n;

interface FollowerSettings {
  readonly abi: Interface;
  readonly fromBlock: bigint;
  /** Most blocks in a range. */
  readonly chunkBlocks: number;
  /** How long a node may lag behind known blocks before they count as undone, ms. */
  readonly patienceMs: number;
  readonly clock: Clock;
  readonly onHead?: ((head: BlockRef) => void) | undefined;
}

/** Finds the changes of the chain, one step at a time. Each step continues from the last one. */
export class Follower {
  readonly #view: ChainView;
  readonly #known: KnownBlocks;
  readonly #settings: FollowerSettings;
  readonly #ranges: BlockRanges;
  #behindSince: number | undefined;

  constructor(view: ChainView, known: KnownBlocks, settings: FollowerSettings) {
    this.#view = view;
    this.#known = known;
    this.#settings = settings;
    this.#ranges = new BlockRanges(BigInt(settings.chunkBlocks));
  }

  /**
   * @returns the change since the last step; undefined when there is none, or it is not certain yet
   * @throws NodeUnavailable or RpcError when the node does not answer: the next call asks again
   * @throws UserError when the node is on another chain
   */
  async step(): Promise<ChainStep | undefined> {
    const { tip } = this.#known;
    if (tip === undefined) return this.#begin();
    const head = await this.#view.head();
    const step = await this.#since(tip, head);
    this.#settings.onHead?.(head);
    return step;
  }

  async #since(tip: BlockRef, head: BlockRef): Promise<ChainStep | undefined> {
    if (head.number > tip.number) {
      const far = head.number - tip.number > NEAR_HEAD;
      const step = far ? await this.#history(tip, head.number - NEAR_HEAD) : await this.#blocks(tip, head.number);
      if (step !== undefined) return step;
    }
    if (head.hash !== tip.hash) return this.#compare(tip);
    this.#behindSince = undefined;
    return undefined;
  }

  /** Starts at the block before the market's first event. */
  async #begin(): Promise<ChainStep | undefined> {
    const { fromBlock } = this.#settings;
    const [block] = await this.#view.blocksAt([fromBlock > 0n ? fromBlock - 1n : 0n]);
    return block && this.#grown([block], []);
  }

  /** Grows by a range of blocks deep in the chain. */
  async #history(tip: BlockRef, deepest: bigint): Promise<ChainStep | undefined> {
    const { before, last, logs } = await this.#ranges.next(tip.number + 1n, deepest, (first, last) =>
      this.#view.logsOfRange(first, last),
    );
    if (before?.hash !== tip.hash || last === undefined) return undefined;
    const blocks = await this.#view.blocksOf([...new Set(logs.map(({ blockHash }) => blockHash))]);
    return this.#grown([last], marketLogsOf(this.#settings.abi, logs, blocks));
  }

  /** Grows block by block up to the head. Each block must be the child of the last one. */
  async #blocks(tip: BlockRef, head: bigint): Promise<ChainStep | undefined> {
    const numbers = Array.from({ length: Number(head - tip.number) }, (_, i) => tip.number + 1n + BigInt(i));
    const blocks: BlockRef[] = [];
    for (const block of await this.#view.blocksAt(numbers)) {
      if (block?.parentHash !== (blocks.at(-1) ?? tip).hash) break;
      blocks.push(block);
    }
    if (blocks.length === 0) return undefined;
    return this.#grown(blocks, marketLogsOf(this.#settings.abi, await this.#view.logsOfBlocks(blocks), blocks));
  }

  /**
   * Finds how far the node's chain agrees with the known blocks. A different block at a known number is a
   * reorganisation. A missing block may only mean that this node lags behind the one that answered before, so the
   * follower waits.
   */
  async #compare(tip: BlockRef): Promise<ChainStep | undefined> {
    const known = this.#known.blocks;
    const found = await this.#view.blocksAt(known.map(({ number }) => number));
    const agreed = known.findLastIndex(({ hash }, index) => found[index]?.hash === hash);
    const ancestor = known[agreed];
    if (ancestor === tip) {
      this.#behindSince = undefined;
      return undefined;
    }
    const contradiction = found.slice(agreed + 1).find((block) => block !== undefined);
    if (contradiction === undefined && !this.#behindTooLong()) return undefined;
    if (ancestor === undefined) {
      requireSameChain(known[0], found[0]);
      return undefined;
    }
    this.#behindSince = undefined;
    this.#known.undoTo(ancestor.number);
    return { kind: "undone", ancestor };
  }

  #behindTooLong(): boolean {
    const now = this.#settings.clock.now();
    this.#behindSince ??= now;
    return now - this.#behindSince >= this.#settings.patienceMs;
  }

  #grown(recent: readonly BlockRef[], logs: readonly MarketLog[]): ChainStep | undefined {
    const head = recent.at(-1);
    if (head === undefined) return undefined;
    this.#behindSince = undefined;
    this.#known.add(recent);
    return { kind: "grown", head, recent, logs };
  }
}

/** No known block was found: the node is on another chain, unless it has not synced that far. */
function requireSameChain(first: BlockRef | undefined, found: BlockRef | undefined): void {
  if (first === undefined || found === undefined) return;
  throw new UserError(
    `the node is on another chain than the one followed so far: ` +
      `its block ${found.number} is ${found.hash}, not ${first.hash}`,
  );
}
