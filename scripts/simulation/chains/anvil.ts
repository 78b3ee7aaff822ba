import { toQuantity } from "ethers";

import { RpcError, type NodeClient, type Provider } from "../../../src/chain/rpc/node-client.js";
import { UserError } from "../../../src/model/errors.js";
import { gathered } from "../gathered.js";
import { ACCOUNT_BALANCE, BLOCK_GAS_LIMIT, type LocalChain, type OpenChain } from "../local-chain.js";
import { launchAnvil } from "./anvil-process.js";

/** Options of an anvil for simulations: mine on request, keep no old states, take messages as long as a block. */
const OPTIONS = ["--no-mining", "--prune-history", "--no-request-size-limit"];
const HOW = `start a fresh one: npx anvil ${OPTIONS.join(" ")}`;

/**
 * Anvil hashes the whole state for each block, so few full blocks are faster than many. This many of the market's
 * dearest step fit into a block's gas (Assumed).
 */
const TRANSACTIONS_PER_BLOCK = 500;

/**
 * Chains on a running anvil, one after the other. Each is the node's own chain; closing it reverts the node to a
 * snapshot taken before the first block.
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
 * Chains on anvils that are started for them. Each anvil is a process of its own and ends when its chain is closed.
 *
 * @param clientOf - makes a client for a node's URL; the client must keep the order of requests
 */
export function ownAnvilChains(clientOf: (url: string) => NodeClient): OpenChain {
  return async (accounts, startsAt) => {
    const node = await launchAnvil([...OPTIONS, "--timestamp", String(startsAt)]);
    const close = () => node.end("SIGTERM");
    try {
      return { ...(await prepared(gathered(clientOf(node.url)), accounts, startsAt)), close };
    } catch (error) {
      await close();
      throw error;
    }
  };
}

/**
 * Checks that simulations can open chains on a node.
 *
 * @throws UserError when it is not an anvil, has a chain already, or forks one
 */
export async function requireFreshAnvil(provider: Provider, name: string): Promise<void> {
  const version = String(await provider.request({ method: "web3_clientVersion" }));
  if (!version.startsWith("anvil/")) {
    throw new UserError(
      `--network ${name}: simulations set their node's clock and accounts, so it must be anvil; this is ${version}`,
    );
  }
  const { latestBlockNumber, forkedNetwork } = (await provider.request({ method: "anvil_metadata" })) as Metadata;
  if (forkedNetwork !== null) throw new UserError(`--network ${name}: its anvil forks another chain; ${HOW}`);
  if (latestBlockNumber !== 0) {
    throw new UserError(`--network ${name}: its anvil already has ${latestBlockNumber} blocks; ${HOW}`);
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
  /** Allows the next chain to open. */
  readonly leave: (nothing: undefined) => void;
}

async function openOn(provider: Provider, { accounts, startsAt, name, leave }: Opening): Promise<LocalChain> {
  await requireFreshAnvil(provider, name);
  const snapshot = await provider.request({ method: "evm_snapshot" });
  const close = async () => {
    await provider.request({ method: "evm_revert", params: [snapshot] });
    leave(undefined);
  };
  try {
    return { ...(await prepared(provider, accounts, startsAt)), close };
  } catch (error) {
    await close();
    if (error instanceof RpcError) throw new UserError(`--network ${name}: ${error.message}; ${HOW}`, { cause: error });
    throw error;
  }
}

/** Sets an anvil's mining, clock and accounts. */
async function prepared(
  provider: Provider,
  accounts: readonly string[],
  startsAt: bigint,
): Promise<Omit<LocalChain, "close">> {
  const ask = (method: string, ...params: unknown[]) => provider.request({ method, params });
  await ask("evm_setAutomine", false);
  await ask("evm_setIntervalMining", 0);
  await ask("anvil_autoImpersonateAccount", true);
  await ask("evm_setBlockGasLimit", toQuantity(BLOCK_GAS_LIMIT));
  await ask("anvil_setNextBlockBaseFeePerGas", "0x0");
  // Unlike the other methods, this one can also set the clock back: a day of trading may lie years ago.
  await ask("evm_setTime", Number(startsAt));
  await Promise.all(accounts.map((account) => ask("anvil_setBalance", account, ACCOUNT_BALANCE)));
  const chainId = BigInt((await ask("eth_chainId")) as string);
  return { provider, chainId, transactionsPerBlock: TRANSACTIONS_PER_BLOCK };
}
