import { hashOf, quantityOf, recordOf } from "./values.js";

/** A block's head, as a node tells it. */
export interface BlockHead {
  readonly number: bigint;
  readonly hash: string;
  readonly parentHash: string;
  /** Unix time, s. */
  readonly timestamp: bigint;
  /** Wei per gas; undefined on a chain without it. */
  readonly baseFeePerGas: bigint | undefined;
}

/**
 * Reads the answer to `eth_getBlockByNumber` or `eth_getBlockByHash`.
 *
 * @returns undefined when the node has no such block
 * @throws NodeUnavailable when the answer is no block
 */
export function blockOf(answer: unknown): BlockHead | undefined {
  if (answer === null) return undefined;
  const block = recordOf(answer, "the block");
  return {
    number: quantityOf(block.number, "the block's number"),
    hash: hashOf(block.hash, "the block's hash"),
    parentHash: hashOf(block.parentHash, "the block's parentHash"),
    timestamp: quantityOf(block.timestamp, "the block's timestamp"),
    baseFeePerGas:
      block.baseFeePerGas === undefined || block.baseFeePerGas === null
        ? undefined
        : quantityOf(block.baseFeePerGas, "the block's baseFeePerGas"),
  };
}
