import { toQuantity } from "ethers";

import type { Provider } from "../../src/chain/rpc/provider.js";

/** A chain for one market: mining on request, and letting its accounts send without a transaction's signature. */
export interface LocalChain {
  /** Takes many requests at once, and deals with them in their order. */
  readonly provider: Provider;
  readonly chainId: bigint;
  /** Transactions that its blocks are best filled up to. */
  readonly transactionsPerBlock: number;
  close(): Promise<void>;
}

/**
 * Opens a chain on which nobody has done anything yet.
 *
 * @param accounts - addresses that send transactions
 * @param startsAt - Unix time before its first block, s: blocks are later
 */
export type OpenChain = (accounts: readonly string[], startsAt: bigint) => Promise<LocalChain>;

/** Wei that every account of a local chain starts with: enough for any run. */
export const ACCOUNT_BALANCE = toQuantity(10n ** 24n);
/** Gas of a block; about what public chains of 2026 allow. */
export const BLOCK_GAS_LIMIT = 60_000_000n;
