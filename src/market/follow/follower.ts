import type { Interface } from "ethers";

import type { ChainLog } from "../../chain/rpc/answers.js";
import { NodeUnavailable, RpcError } from "../../chain/rpc/node-client.js";
import { UserError } from "../../model/errors.js";
import type { Clock } from "../../service/clock.js";
import type { BlockRef, ChainStep, KnownBlocks, MarketLog } from "./chain-step.js";
import type { ChainView, RangeView } from "./chain-view.js";
import { marketLogOf } from "./market-logs.js";

/** Blocks this close to the head are followed one by one, by their hashes; what lies deeper, by ranges of numbers. */
const NEAR_HEAD = 32n;

export interface FollowerSettings {
  readonly abi: Interface;
  readonly fromBlock: bigint;
  /** Blocks of a range, at most. */
  readonly chunkBlocks: number;
  /** How long a node may be behind what was seen before it is believed, ms. */
  readonly patienceMs: number;
  readonly clock: Clock;
  readonly onHead?: ((head: BlockRef) => void) | undefined;
}

/** Finds out, one step at a time, what the chain did. Every step leads on from the one before. */
export class Follower {
  readonly #view: ChainView;
  readonly #known: KnownBlocks;
  readonly #settings: FollowerSettings;
  #chunk: bigint;
  #behindSince: number | undefined;

  constructor(view: ChainView, known: KnownBlocks, settings: FollowerSettings) {
    this.#view = view;
    this.#known = known;
    this.#settings = settings;
    this.#chunk = BigInt(settings.chunkBlocks);
  }

  /**
   * @returns what the chain did since the step before; undefined when that was nothing, or cannot be told yet
   * @throws NodeUnavailable or RpcError when the node does not answer: the next call asks anew
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

  /** The block before the first is where everything leads on from. */
  async #begin(): Promise<ChainStep | undefined> {
    const { fromBlock } = this.#settings;
    const [block] = await this.#view.blocksAt([fromBlock > 0n ? fromBlock - 1n : 0n]);
    return block && this.#grown([block], []);
  }

  /** Grows by a range of blocks that are deep in the chain. */
  async #history(tip: BlockRef, deepest: bigint): Promise<ChainStep | undefined> {
    const { before, last, logs } = await this.#range(tip.number + 1n, deepest);
    if (before?.hash !== tip.hash || last === undefined) return undefined;
    const blocks = await this.#view.blocksOf([...new Set(logs.map(({ blockHash }) => blockHash))]);
    return this.#grown([last], this.#read(logs, blocks));
  }

  /**
   * The first chunk of a range. Nodes limit what they answer, each in its own way: when one refuses, less is asked for,
   * and a little more again each time it does not.
   */
  async #range(first: bigint, deepest: bigint): Promise<RangeView> {
    for (;;) {
      const chunk = this.#chunk;
      try {
        const view = await this.#view.logsOfRange(first, smaller(first + chunk - 1n, deepest));
        this.#chunk = smaller(chunk + chunk / 8n + 1n, BigInt(this.#settings.chunkBlocks));
        return view;
      } catch (error) {
        if (chunk > 1n) this.#chunk = chunk / 2n;
        if (chunk === 1n || !(error instanceof RpcError)) throw error;
      }
    }
  }

  /** Grows block by block up to the head, each block the child of the one before. */
  async #blocks(tip: BlockRef, head: bigint): Promise<ChainStep | undefined> {
    const numbers = Array.from({ length: Number(head - tip.number) }, (_, i) => tip.number + 1n + BigInt(i));
    const blocks: BlockRef[] = [];
    for (const block of await this.#view.blocksAt(numbers)) {
      if (block?.parentHash !== (blocks.at(-1) ?? tip).hash) break;
      blocks.push(block);
    }
    if (blocks.length === 0) return undefined;
    return this.#grown(blocks, this.#read(await this.#view.logsOfBlocks(blocks), blocks));
  }

  /**
   * Finds how far the node's chain agrees with what is known. A block that contradicts a known one is a reorganisation;
   * one that is not there yet may be a node that lags behind the one asked before, and only time tells.
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

  #read(logs: readonly ChainLog[], blocks: readonly BlockRef[]): MarketLog[] {
    const byHash = new Map(blocks.map((block) => [block.hash, block]));
    return logs.map((log) => {
      const block = byHash.get(log.blockHash);
      if (block?.number !== log.blockNumber) {
        throw new NodeUnavailable(`the node's answer: block ${log.blockHash} has two numbers`);
      }
      return marketLogOf(this.#settings.abi, log, block);
    });
  }

  #grown(recent: readonly BlockRef[], logs: readonly MarketLog[]): ChainStep | undefined {
    const head = recent.at(-1);
    if (head === undefined) return undefined;
    this.#behindSince = undefined;
    this.#known.add(recent);
    return { kind: "grown", head, recent, logs };
  }
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** Nothing known is there: of another chain, unless the node has not come that far. */
function requireSameChain(first: BlockRef | undefined, found: BlockRef | undefined): void {
  if (first === undefined || found === undefined) return;
  throw new UserError(
    `the node is on another chain than the one followed so far: ` +
      `its block ${found.number} is ${found.hash}, not ${first.hash}`,
  );
}
