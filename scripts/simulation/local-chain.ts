import { toQuantity } from "ethers";

import type { Provider } from "../../src/chain/rpc/node-client.js";

/** A chain for one market. It mines on request, and its accounts send unsigned transactions. */
export interface LocalChain {
  /** Takes many requests at once, and handles them in order. */
  readonly provider: Provider;
  readonly chainId: bigint;
  /** The best number of transactions for a full block. */
  readonly transactionsPerBlock: number;
  close(): Promise<void>;
}

/**
 * Opens an empty chain.
 *
 * @param accounts - addresses that send transactions
 * @param startsAt - Unix time of the genesis block, s; the first block is later
 */
export type OpenChain = (accounts: readonly string[], startsAt: bigint) => Promise<LocalChain>;

/** Balance of every account at the start, wei: enough for any run. */
export const ACCOUNT_BALANCE = toQuantity(10n ** 24n);
/** Gas limit of a block: about that of public chains in 2026 (Assumed). */
export const BLOCK_GAS_LIMIT = 60_000_000n;
