import { toQuantity } from "ethers";

import type { EncodedEvent } from "../../src/chain/abi/event-coder.js";
import type { Provider } from "../../src/chain/rpc/node-client.js";

/** A block as it was sent; it can be sent again to another chain. */
export interface SentBlock {
  /** Unix time, s. */
  readonly timestamp: bigint;
  /** Parameters of `eth_sendTransaction`. */
  readonly transactions: readonly object[];
}

/** Sends a block's transactions in order and mines it. @returns the transactions' hashes */
export async function sendBlock(provider: Provider, { transactions, timestamp }: SentBlock): Promise<string[]> {
  const send = async (transaction: object) =>
    (await provider.request({ method: "eth_sendTransaction", params: [transaction] })) as string;
  const hashes = await Promise.all(transactions.map(send));
  await provider.request({ method: "evm_mine", params: [toQuantity(timestamp)] });
  return hashes;
}

/** A block's header. */
interface BlockHeader {
  readonly hash: string;
  readonly gasUsed: string;
  /** Hashes, in their order. */
  readonly transactions: readonly string[];
}

/** The header of a chain's last block. */
export async function lastBlockOf(provider: Provider): Promise<BlockHeader> {
  return (await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as BlockHeader;
}

/** A mined transaction and its logs. */
export interface MinedTransaction {
  readonly transactionHash: string;
  readonly succeeded: boolean;
  readonly logs: readonly EncodedEvent[];
}

/** A block's transactions, in order. */
interface MinedBlock {
  readonly transactions: readonly MinedTransaction[];
  readonly gasUsed: bigint;
}

/**
 * Reads a chain's last block from its header and its logs, in two requests. A node may go through the whole block for
 * each receipt, so a receipt is read only for a transaction without logs: one with a log has succeeded.
 */
export async function readLastBlock(provider: Provider): Promise<MinedBlock> {
  const [block, logs] = await Promise.all([
    lastBlockOf(provider),
    provider.request({ method: "eth_getLogs", params: [{ fromBlock: "latest", toBlock: "latest" }] }),
  ]);
  const logsOf = Map.groupBy(logs as RawLog[], ({ transactionHash }) => transactionHash);
  const transactions = block.transactions.map(async (transactionHash) => {
    const own = logsOf.get(transactionHash) ?? [];
    const succeeded = own.length > 0 || (await receiptOf(provider, transactionHash)).status === "0x1";
    return { transactionHash, logs: own, succeeded };
  });
  return { transactions: await Promise.all(transactions), gasUsed: BigInt(block.gasUsed) };
}

/** Gas that a mined transaction and those before it in its block used. */
export async function gasUpTo(provider: Provider, transactionHash: string): Promise<bigint> {
  return BigInt((await receiptOf(provider, transactionHash)).cumulativeGasUsed);
}

async function receiptOf(provider: Provider, transactionHash: string): Promise<RawReceipt> {
  return (await provider.request({ method: "eth_getTransactionReceipt", params: [transactionHash] })) as RawReceipt;
}

interface RawLog extends EncodedEvent {
  readonly transactionHash: string;
}

interface RawReceipt {
  readonly status: string;
  readonly cumulativeGasUsed: string;
}
