import type { Interface } from "ethers";

import { eventDecoder } from "../../chain/abi/event-coder.js";
import type { ChainLog } from "../../chain/rpc/answers.js";
import { NodeUnavailable } from "../../chain/rpc/node-client.js";
import { isNodeError } from "../../chain/rpc/node-error.js";
import { UserError } from "../../model/errors.js";
import type { BlockRef, MarketLog } from "./chain-step.js";

/**
 * Asks for the logs of many blocks, range by range. Nodes limit what they answer, each in its own way: when the node
 * rejects a range, the range is halved; after each answer it grows by an eighth, up to the largest.
 */
export class BlockRanges {
  readonly #largest: bigint;
  #size: bigint;

  /** @param largest - blocks in a range, at least 1 */
  constructor(largest: bigint) {
    this.#largest = largest;
    this.#size = largest;
  }

  /**
   * Asks for the first range of the blocks from `first` to `deepest`, as large as the node takes.
   *
   * @throws any error about a single block; NodeUnavailable for any range
   */
  async next<T>(first: bigint, deepest: bigint, ask: (first: bigint, last: bigint) => Promise<T>): Promise<T> {
    for (;;) {
      const size = this.#size;
      try {
        const answer = await ask(first, smaller(first + size - 1n, deepest));
        this.#size = smaller(size + size / 8n + 1n, this.#largest);
        return answer;
      } catch (error) {
        if (size > 1n) this.#size = size / 2n;
        if (size === 1n || !isNodeError(error)) throw error;
      }
    }
  }
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
  const byHash = new Map(blocks.map((block) => [block.hash, block]));
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
