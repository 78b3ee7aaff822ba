import { toQuantity } from "ethers";

import type { Provider } from "../../src/chain/rpc/provider.js";

/** A block as it was sent, to be sent again elsewhere. */
export interface SentBlock {
  /** Unix time, s. */
  readonly timestamp: bigint;
  /** Parameters of `eth_sendTransaction`. */
  readonly transactions: readonly object[];
}

/** Sends a block's transactions in their order and has it mined. @returns the transactions' hashes */
export async function sendBlock(provider: Provider, { transactions, timestamp }: SentBlock): Promise<string[]> {
  const send = async (transaction: object) =>
    (await provider.request({ method: "eth_sendTransaction", params: [transaction] })) as string;
  const hashes = await Promise.all(transactions.map(send));
  await provider.request({ method: "evm_mine", params: [toQuantity(timestamp)] });
  return hashes;
}

/** The header of a chain's last block. */
export interface BlockHeader {
  readonly hash: string;
  readonly gasUsed: string;
  /** Hashes, in their order. */
  readonly transactions: readonly string[];
}

export async function lastBlockOf(provider: Provider): Promise<BlockHeader> {
  return (await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as BlockHeader;
}
