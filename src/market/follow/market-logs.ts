import type { Interface } from "ethers";

import { UserError } from "../../model/errors.js";
import { eventDecoder } from "../../chain/abi/event-coder.js";
import type { ChainLog } from "../../chain/rpc/answers.js";
import { NodeUnavailable } from "../../chain/rpc/node-client.js";
import type { BlockRef, MarketLog } from "./chain-step.js";

/** What the logs of an answer must be about. */
export interface LogRange {
  /** In lower case. */
  readonly market: string;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Makes sure that logs are the market's, of blocks in the range, each once, in the chain's order, and that those of one
 * block agree on its hash.
 *
 * @throws NodeUnavailable when they are not: the node answers something else than it was asked
 */
export function requireInOrder(logs: readonly ChainLog[], { market, first, last }: LogRange): void {
  logs.forEach((log, index) => {
    const place = `log ${log.logIndex} of block ${log.blockNumber}`;
    if (log.address !== market) throw new NodeUnavailable(`the node's answer: ${place} is another contract's`);
    if (log.blockNumber < first || log.blockNumber > last) {
      throw new NodeUnavailable(`the node's answer: ${place} is not of blocks ${first} to ${last}`);
    }
    const before = logs[index - 1];
    if (before === undefined || before.blockNumber < log.blockNumber) return;
    if (before.blockNumber > log.blockNumber || before.logIndex >= log.logIndex) {
      throw new NodeUnavailable(`the node's answer: ${place} comes twice or out of order`);
    }
    if (before.blockHash !== log.blockHash) {
      throw new NodeUnavailable(`the node's answer: block ${log.blockNumber} has two hashes`);
    }
  });
}

/**
 * Reads a log as the market's event.
 *
 * @throws UserError when the market has no such event: a log left out would be a gap
 */
export function marketLogOf(abi: Interface, log: ChainLog, block: BlockRef): MarketLog {
  const event = eventDecoder(abi)(log);
  if (event === undefined) {
    throw new UserError(
      `the contract at ${log.address} is not the market it should be: ` +
        `log ${log.logIndex} of block ${log.blockNumber} is none of its events`,
    );
  }
  return { block, transactionHash: log.transactionHash, logIndex: log.logIndex, event };
}
