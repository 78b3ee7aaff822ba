import { toQuantity } from "ethers";
import type { NetworkManager } from "hardhat/types/network";

import type { Provider } from "./sent-block.js";

/** Wei that every account of a local chain starts with: enough for any run. */
const ACCOUNT_BALANCE = toQuantity(10n ** 24n);
/** Gas of a block; about what public chains of 2026 allow. */
const BLOCK_GAS_LIMIT = 60_000_000n;

/** A chain in this process, mining on request. It lets accounts send without a transaction's signature: a third faster. */
export interface LocalChain {
  readonly provider: Provider;
  readonly chainId: bigint;
  close(): Promise<void>;
}

/**
 * Starts a fresh chain of Hardhat's in this process.
 *
 * @param accounts - addresses that send transactions
 * @param startsAt - Unix time of its genesis block, s: later blocks are later
 */
export async function openLocalChain(
  network: NetworkManager,
  accounts: readonly string[],
  startsAt: bigint,
): Promise<LocalChain> {
  const connection = await network.create({
    network: "default",
    override: {
      accounts: [],
      blockGasLimit: BLOCK_GAS_LIMIT,
      initialBaseFeePerGas: 0n,
      initialDate: new Date(Number(startsAt) * 1000),
      mining: { auto: false, interval: 0, mempool: { order: "fifo" } },
    },
  });
  const provider = connection.provider as Provider;
  const steer = (method: string, ...params: unknown[]) => provider.request({ method, params });
  await Promise.all(accounts.map((account) => steer("hardhat_setBalance", account, ACCOUNT_BALANCE)));
  await Promise.all(accounts.map((account) => steer("hardhat_impersonateAccount", account)));
  return {
    provider,
    chainId: BigInt((await provider.request({ method: "eth_chainId" })) as string),
    close: () => connection.close(),
  };
}
