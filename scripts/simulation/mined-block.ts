import type { Log, Receipt } from "../../src/chain/rpc/answers.js";
import type { Provider } from "../../src/chain/rpc/provider.js";
import { lastBlockOf } from "./sent-block.js";

/** A block's transactions in their order. */
export interface MinedBlock {
  readonly transactions: readonly (Receipt & { readonly succeeded: boolean })[];
  readonly gasUsed: bigint;
}

/**
 * Reads a chain's last block from its header and its logs, in two questions: for a receipt of each transaction, a node
 * may go through the whole block each time. Who left a log succeeded; only who left none has a receipt asked for.
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

interface RawLog extends Log {
  readonly transactionHash: string;
}

interface RawReceipt {
  readonly status: string;
  readonly cumulativeGasUsed: string;
}
