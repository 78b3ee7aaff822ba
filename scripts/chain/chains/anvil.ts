import { toQuantity } from "ethers";

import { UserError } from "../../model/errors.js";
import { ACCOUNT_BALANCE, BLOCK_GAS_LIMIT, type LocalChain, type OpenChain } from "../local-chain.js";
import { RpcError, type NodeClient } from "../rpc/node-client.js";
import { gathered } from "../rpc/gathered.js";
import type { Provider } from "../sent-block.js";

const HOW = "start one for it alone: npx anvil --no-mining --prune-history --no-request-size-limit";

/**
 * Chains on a running anvil, one after the other: each is the node's own chain, from a snapshot of it before its first
 * block, which is back when the chain is closed.
 *
 * @param client - of that node; must keep the order of requests
 * @param name - of the network, for messages
 */
export function anvilChains(client: NodeClient, name: string): OpenChain {
  const provider = gathered(client);
  let last: Promise<unknown> = Promise.resolve();
  return async (accounts, startsAt) => {
    const before = last;
    const { promise, resolve: leave } = Promise.withResolvers<undefined>();
    last = promise;
    await before;
    try {
      return await openOn(provider, { accounts, startsAt, name, leave });
    } catch (error) {
      leave(undefined);
      throw error;
    }
  };
}

/**
 * Makes sure that chains can be opened on a node.
 *
 * @throws UserError when it is not an anvil, has a chain already, or forks one
 */
export async function requireFreshAnvil(provider: Provider, name: string): Promise<void> {
  const version = String(await provider.request({ method: "web3_clientVersion" }));
  if (!version.startsWith("anvil/")) {
    throw new UserError(
      `--network ${name}: simulations need anvil, whose clock and accounts they set; this is ${version}`,
    );
  }
  const { latestBlockNumber, forkedNetwork } = (await provider.request({ method: "anvil_metadata" })) as Metadata;
  if (forkedNetwork !== null) throw new UserError(`--network ${name}: its anvil forks another chain; ${HOW}`);
  if (latestBlockNumber !== 0) {
    throw new UserError(`--network ${name}: its anvil has ${latestBlockNumber} blocks already; ${HOW}`);
  }
}

interface Metadata {
  readonly latestBlockNumber: number;
  readonly forkedNetwork: unknown;
}

interface Opening {
  readonly accounts: readonly string[];
  readonly startsAt: bigint;
  readonly name: string;
  /** Lets the next chain be opened. */
  readonly leave: (nothing: undefined) => void;
}

async function openOn(provider: Provider, { accounts, startsAt, name, leave }: Opening): Promise<LocalChain> {
  await requireFreshAnvil(provider, name);
  const ask = (method: string, ...params: unknown[]) => provider.request({ method, params });
  const snapshot = await ask("evm_snapshot");
  const close = async () => {
    await ask("evm_revert", snapshot);
    leave(undefined);
  };
  try {
    await ask("evm_setAutomine", false);
    await ask("evm_setIntervalMining", 0);
    await ask("anvil_autoImpersonateAccount", true);
    await ask("evm_setBlockGasLimit", toQuantity(BLOCK_GAS_LIMIT));
    await ask("anvil_setNextBlockBaseFeePerGas", "0x0");
    // The only one that goes back, too: a day of trading may lie long ago.
    await ask("evm_setTime", Number(startsAt));
    await Promise.all(accounts.map((account) => ask("anvil_setBalance", account, ACCOUNT_BALANCE)));
    return { provider, chainId: BigInt((await ask("eth_chainId")) as string), close };
  } catch (error) {
    await close();
    if (error instanceof RpcError) throw new UserError(`--network ${name}: ${error.message}; ${HOW}`, { cause: error });
    throw error;
  }
}
