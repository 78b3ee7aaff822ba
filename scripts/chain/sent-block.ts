import { toQuantity } from "ethers";

/** What a node answers JSON-RPC requests with (EIP-1193). */
export interface Provider {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>;
}

/** A block as it was sent, to be sent again elsewhere. */
export interface SentBlock {
  /** Unix time, s. */
  readonly timestamp: bigint;
  /** Parameters of `eth_sendTransaction`. */
  readonly transactions: readonly object[];
}

/** Sends a block's transactions in their order and has it mined. @returns the transactions' hashes */
export async function sendBlock(provider: Provider, { transactions, timestamp }: SentBlock): Promise<unknown[]> {
  const send = (transaction: object) => provider.request({ method: "eth_sendTransaction", params: [transaction] });
  const hashes = await Promise.all(transactions.map(send));
  await provider.request({ method: "evm_setNextBlockTimestamp", params: [toQuantity(timestamp)] });
  await provider.request({ method: "evm_mine" });
  return hashes;
}

/** Hash of a chain's last block. */
export async function lastBlockOf(provider: Provider): Promise<string> {
  const block = await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
  return (block as { hash: string }).hash;
}
