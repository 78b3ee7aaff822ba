import { logsOf, type ChainLog } from "./log-answer.js";
import { hashOf, nonsense, quantityOf, recordOf } from "./values.js";

/** The receipt of a mined transaction, as a node tells it. */
export interface ReceiptAnswer {
  readonly transactionHash: string;
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly gasUsed: bigint;
  /** False when the transaction was reverted. */
  readonly succeeded: boolean;
  readonly logs: readonly ChainLog[];
}

/**
 * Reads the answer to `eth_getTransactionReceipt`.
 *
 * @returns undefined when the transaction is not mined, or not known
 * @throws NodeUnavailable when the answer is no receipt, or one that contradicts itself
 */
export function receiptOf(answer: unknown): ReceiptAnswer | undefined {
  if (answer === null) return undefined;
  const receipt = recordOf(answer, "the receipt");
  const status = quantityOf(receipt.status, "the receipt's status");
  if (status > 1n) throw nonsense("the receipt's status", "0 or 1", receipt.status);
  const transactionHash = hashOf(receipt.transactionHash, "the receipt's transactionHash");
  const blockHash = hashOf(receipt.blockHash, "the receipt's blockHash");
  const logs = logsOf(receipt.logs);
  const foreign = logs.find((log) => log.transactionHash !== transactionHash || log.blockHash !== blockHash);
  if (foreign !== undefined) throw nonsense("the receipt's logs", "its transaction's", foreign.transactionHash);
  return {
    transactionHash,
    blockNumber: quantityOf(receipt.blockNumber, "the receipt's blockNumber"),
    blockHash,
    gasUsed: quantityOf(receipt.gasUsed, "the receipt's gasUsed"),
    succeeded: status === 1n,
    logs,
  };
}
