import type { NetworkManager } from "hardhat/types/network";

import type { Provider } from "../../../src/chain/rpc/node-client.js";
import { ACCOUNT_BALANCE, BLOCK_GAS_LIMIT, type OpenChain } from "../local-chain.js";

/** Full blocks take more memory on this chain; with this many, Table 1 stays below 1.5 GB (Assumed). */
const TRANSACTIONS_PER_BLOCK = 50;

/** Hardhat's chains in this process, a new one each time. Unsigned transactions make them a third faster. */
export function builtInChains(network: NetworkManager): OpenChain {
  return async (accounts, startsAt) => {
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
    const ask = (method: string, ...params: unknown[]) => provider.request({ method, params });
    await Promise.all(accounts.map((account) => ask("hardhat_setBalance", account, ACCOUNT_BALANCE)));
    await Promise.all(accounts.map((account) => ask("hardhat_impersonateAccount", account)));
    return {
      provider,
      transactionsPerBlock: TRANSACTIONS_PER_BLOCK,
      chainId: BigInt((await ask("eth_chainId")) as string),
      close: () => connection.close(),
    };
  };
}
