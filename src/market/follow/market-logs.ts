import type { Interface } from "ethers";

import { eventDecoder } from "../../chain/abi/event-coder.js";
import type { ChainLog } from "../../chain/rpc/answers.js";
import { isTemporary } from "../../chain/rpc/envelope.js";
import { NodeUnavailable, RpcError } from "../../chain/rpc/node-client.js";
import { isNodeError } from "../../chain/rpc/node-error.js";
import { UserError } from "../../model/errors.js";
import type { BlockRef, MarketLog } from "./chain-step.js";

type NodeError = Error & { readonly code: number; readonly data?: unknown };

/** Asks for what concerns the blocks from `first` to `last`. */
type AskRange<T> = (first: bigint, last: bigint) => Promise<T>;

/**
 * Asks for the logs of many blocks, range by range. Nodes limit what they answer, each in its own way: when the node
 * rejects a range, the range is halved; after each answer it grows by an eighth, up to the largest.
 */
export class BlockRanges {
  readonly #largest: bigint;
  #size: bigint;
  #refusal: { readonly first: bigint; readonly words: string; readonly error: NodeUnavailable } | undefined;

  /** @param largest - blocks in a range, at least 1 */
  constructor(largest: bigint) {
    this.#largest = largest;
    this.#size = largest;
  }

  /**
   * Asks for the first range of the blocks from `first` to `deepest`, as large as the node takes.
   *
   * @throws NodeUnavailable for any range; saying from which block on the node tells logs, where it refuses a single
   * one
   */
  async next<T>(first: bigint, deepest: bigint, ask: AskRange<T>): Promise<T> {
    for (;;) {
      const size = smaller(this.#size, deepest - first + 1n);
      try {
        const answer = await ask(first, first + size - 1n);
        this.#size = smaller(this.#size + this.#size / 8n + 1n, this.#largest);
        return answer;
      } catch (error) {
        if (size > 1n) this.#size = size / 2n;
        if (!isNodeError(error)) throw error;
        if (size === 1n) throw await this.#refusalOf(error, first, deepest, ask);
      }
    }
  }

  /** Asked for once, since finding out takes many questions. */
  async #refusalOf<T>(cause: NodeError, first: bigint, deepest: bigint, ask: AskRange<T>): Promise<NodeUnavailable> {
    const [words = ""] = cause.message.split("\n", 1);
    if (isTemporary(new RpcError(cause.code, cause.message, cause.data), "eth_getLogs"))
      return new NodeUnavailable(`the node: eth_getLogs: ${words}`, { cause });
    if (this.#refusal?.first === first && this.#refusal.words === words) return this.#refusal.error;
    const told = await firstTold(first, deepest, ask);
    const from = told === undefined ? "" : `, only from block ${told} on`;
    const problem = `the node does not tell the market's events of block ${first}${from}: ${words}`;
    const error = new NodeUnavailable(`${problem}; use a node that keeps the logs from block ${first} on`, { cause });
    this.#refusal = { first, words, error };
    return error;
  }
}

/** The first block after a refused one whose logs the node tells, if it tells those of the last. */
async function firstTold<T>(refused: bigint, last: bigint, ask: AskRange<T>): Promise<bigint | undefined> {
  const isTold = async (block: bigint) => {
    try {
      await ask(block, block);
      return true;
    } catch (error) {
      if (isNodeError(error)) return false;
      throw error;
    }
  };
  if (refused === last || !(await isTold(last))) return undefined;
  let [below, told] = [refused, last];
  while (told - below > 1n) {
    const middle = (below + told) / 2n;
    if (await isTold(middle)) told = middle;
    else below = middle;
  }
  return told;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** What the logs of an answer must be about. */
interface LogRange {
  /** The market's address, in lower case. */
  readonly market: string;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Checks that all logs are the market's and of blocks in the range, that each is there once and in the chain's order,
 * and that the logs of one block agree on its hash.
 *
 * @throws NodeUnavailable when they are not: the node did not answer what it was asked
 */
export function requireInOrder(logs: readonly ChainLog[], { market, first, last }: LogRange): void {
  logs.forEach((log, index) => {
    const place = `log ${log.logIndex} of block ${log.blockNumber}`;
    if (log.address !== market) throw wrongAnswer(`${place} is another contract's`);
    if (log.blockNumber < first || log.blockNumber > last) {
      throw wrongAnswer(`${place} is not of blocks ${first} to ${last}`);
    }
    const before = logs[index - 1];
    if (before === undefined || before.blockNumber < log.blockNumber) return;
    if (before.blockNumber > log.blockNumber || before.logIndex >= log.logIndex) {
      throw wrongAnswer(`${place} comes twice or out of order`);
    }
    if (before.blockHash !== log.blockHash) throw wrongAnswer(`block ${log.blockNumber} has two hashes`);
  });
}

/** What following needs of a block's header. */
export function refOf({ number, hash, parentHash, timestamp }: BlockRef): BlockRef {
  return { number, hash, parentHash, timestamp };
}

/** Orders logs as the chain does. */
export function byPlace(a: ChainLog, b: ChainLog): number {
  return Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex;
}

/** The error for an answer that contradicts the question or itself. */
export function wrongAnswer(problem: string): NodeUnavailable {
  return new NodeUnavailable(`the node's answer: ${problem}`);
}

/**
 * Decodes logs as the market's events.
 *
 * @param blocks - those of the logs
 * @throws NodeUnavailable when the blocks are not those of the logs: the chain changed between the two answers
 * @throws UserError when the market has no such event: leaving a log out would make a gap
 */
export function marketLogsOf(abi: Interface, logs: readonly ChainLog[], blocks: readonly BlockRef[]): MarketLog[] {
  const byHash = new Map(blocks.map((block) => [block.hash, refOf(block)]));
  const decode = eventDecoder(abi);
  return logs.map((log) => {
    const block = byHash.get(log.blockHash);
    if (block?.number !== log.blockNumber) throw wrongAnswer(`block ${log.blockNumber} changed while it was read`);
    const event = decode(log);
    if (event === undefined) {
      throw new UserError(
        `the contract at ${log.address} is not the market that it should be: ` +
          `log ${log.logIndex} of block ${log.blockNumber} is not one of a market's events`,
      );
    }
    return { block, transactionHash: log.transactionHash, logIndex: log.logIndex, event };
  });
}
