import type { Interface } from "ethers";

import type { BlockHead, ChainLog } from "../../chain/rpc/answers.js";
import { NodeUnavailable, RpcError } from "../../chain/rpc/node-client.js";
import { UserError } from "../../model/errors.js";
import type { Clock } from "../../service/clock.js";
import type { BlockRef, ChainStep, Gap, KnownBlocks, MarketLog } from "./chain-step.js";
import type { ChainView } from "./chain-view.js";
import { BlockRanges, byPlace, marketLogsOf, refOf, wrongAnswer } from "./market-logs.js";
import type { WholeBlocks } from "./whole-block.js";

/** Blocks this close to the head are followed one by one, by hash; deeper ones in ranges of numbers. */
const NEAR_HEAD = 32n;
/**
 * To this depth each block's header is read, too, and what the node tells of its logs is checked against it. Deeper,
 * only at the ends of each range: a header of each block would take longer than all else.
 */
const CHECKED = 1024n;

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
  readonly #whole: WholeBlocks;
  readonly #known: KnownBlocks;
  readonly #settings: FollowerSettings;
  readonly #ranges: BlockRanges;
  #behindSince: number | undefined;

  constructor(view: ChainView, whole: WholeBlocks, known: KnownBlocks, settings: FollowerSettings) {
    this.#view = view;
    this.#whole = whole;
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
      const depth = head.number - tip.number;
      const step = depth > NEAR_HEAD ? await this.#history(tip, head.number) : await this.#blocks(tip, head.number);
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
  async #history(tip: BlockRef, head: bigint): Promise<ChainStep | undefined> {
    const first = tip.number + 1n;
    const isChecked = head - tip.number <= CHECKED;
    const deepest = head - (isChecked ? NEAR_HEAD : CHECKED);
    const { before, last, logs } = await this.#ranges.next(first, deepest, (from, to) =>
      this.#view.logsOfRange(from, to),
    );
    if (before?.hash !== tip.hash || last === undefined) return undefined;
    if (isChecked) {
      const blocks = linked(tip, await this.#view.manyBlocksAt(numbersFrom(first, last.number)));
      if (blocks.at(-1)?.hash !== last.hash) return undefined;
      return this.#grownBy(blocks, logs, 1);
    }
    const [opening] = await this.#view.blocksAt([first]);
    if (opening?.parentHash !== tip.hash) return undefined;
    const told = new Set(logs.map(({ blockHash }) => blockHash));
    const ends = [opening, last].filter(({ hash }) => !told.has(hash));
    const found = await Promise.all(ends.map((block) => this.#whole.logsOf(block, [])));
    const all = [...logs, ...found.flat()].sort(byPlace);
    const blocks = await this.#view.blocksOf([...new Set(all.map(({ blockHash }) => blockHash))]);
    return this.#grown([last], marketLogsOf(this.#settings.abi, all, blocks));
  }

  /** Grows block by block up to the head. Each block must be the child of the last one. */
  async #blocks(tip: BlockRef, head: bigint): Promise<ChainStep | undefined> {
    const blocks = linked(tip, await this.#view.blocksAt(numbersFrom(tip.number + 1n, head)));
    if (blocks.length === 0) return undefined;
    return this.#grownBy(blocks, (await this.#view.logsOfBlocks(blocks)).flat(), blocks.length);
  }

  /**
   * Grows by blocks, up to the first of which the node does not tell all logs yet.
   *
   * @param recent - so many of the newest are told with the step
   * @throws NodeUnavailable or RpcError when that is the very first
   */
  async #grownBy(
    blocks: readonly BlockHead[],
    told: readonly ChainLog[],
    recent: number,
  ): Promise<ChainStep | undefined> {
    const toldOf = Map.groupBy(told, ({ blockHash }) => blockHash);
    const hashes = new Set(blocks.map(({ hash }) => hash));
    const foreign = told.find(({ blockHash }) => !hashes.has(blockHash));
    if (foreign !== undefined) throw wrongAnswer(`block ${foreign.blockNumber} changed while it was read`);
    const asked = blocks.map((block) => this.#whole.logsOf(block, toldOf.get(block.hash) ?? []));
    const answers = await Promise.allSettled(asked);
    const broken = answers.findIndex(({ status }) => status === "rejected");
    const failure = answers[broken];
    if (failure?.status === "rejected" && (broken === 0 || !isNodeFault(failure.reason))) throw failure.reason;
    const whole = broken === -1 ? blocks : blocks.slice(0, broken);
    const logs = answers
      .slice(0, whole.length)
      .flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    return this.#grown(whole.slice(-recent), marketLogsOf(this.#settings.abi, logs, whole));
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

  /**
   * Goes back, to read again what a consumer misses.
   *
   * @param deep - to the first known block; else only what is known block by block
   */
  goBack(gap: Gap, deep: boolean): ChainStep | undefined {
    const [first, second = first] = this.#known.blocks;
    const ancestor = deep || (second !== undefined && gap.block <= second.number) ? first : second;
    if (ancestor === undefined) return undefined;
    this.#known.undoTo(ancestor.number);
    return { kind: "undone", ancestor, gap };
  }

  #grown(newest: readonly BlockRef[], logs: readonly MarketLog[]): ChainStep | undefined {
    const recent = newest.map(refOf);
    const head = recent.at(-1);
    if (head === undefined) return undefined;
    this.#behindSince = undefined;
    this.#known.add(recent);
    return { kind: "grown", head, recent, logs };
  }
}

/** Whether the node is at fault, so that it may answer rightly when it is asked again. */
export function isNodeFault(error: unknown): error is NodeUnavailable | RpcError {
  return error instanceof NodeUnavailable || error instanceof RpcError;
}

/** The blocks up to the first that is missing, or is not the child of the one before. */
function linked(tip: BlockRef, blocks: readonly (BlockHead | undefined)[]): BlockHead[] {
  const chain: BlockHead[] = [];
  for (const block of blocks) {
    if (block?.parentHash !== (chain.at(-1) ?? tip).hash) break;
    chain.push(block);
  }
  return chain;
}

function numbersFrom(first: bigint, last: bigint): bigint[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, i) => first + BigInt(i));
}

/** No known block was found: the node is on another chain, unless it has not synced that far. */
function requireSameChain(first: BlockRef | undefined, found: BlockRef | undefined): void {
  if (first === undefined || found === undefined) return;
  throw new UserError(
    `the node is on another chain than the one followed so far: ` +
      `its block ${found.number} is ${found.hash}, not ${first.hash}`,
  );
}
