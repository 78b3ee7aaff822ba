import { getAddress, isAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";

import { asAddress, asList, asQuantity } from "../../src/chain/rpc/answers.js";
import { httpNodeClient } from "../../src/chain/rpc/http-node-client.js";
import { nodePool } from "../../src/chain/rpc/node-pool.js";
import { NetworkError, UsageError } from "../../src/model/errors.js";
import { systemClock } from "../../src/service/clock.js";
import { firstLine } from "../node-error.js";
import { accountKeys, nodeNetwork, type NodeNetwork } from "../node-network.js";

const PROBE_LIMITS = { timeoutMs: 5_000, maxBytes: 1_000_000 };

/**
 * Connects to the network that `--network` names and checks that its node answers.
 *
 * @param needsKeys - whether to read the accounts' keys; what only reads a chain needs none
 * @throws UserError when none is named, its configuration is wrong, an account's key is unavailable, or no node answers
 */
export async function connectNetwork(hre: HardhatRuntimeEnvironment, needsKeys = true): Promise<NetworkConnection> {
  const network = await nodeNetwork(hre, "--network is missing: give the network to use, such as --network localhost");
  // Read first, so that a wrong password is not reported as a node that does not answer.
  if (needsKeys) await accountKeys(network);
  const { urls, name } = network;
  const url = urls.length > 1 ? await firstAlive(network) : undefined;
  // Without keys, the node itself would have to sign.
  const override = {
    ...(url === undefined ? {} : { url }),
    ...(needsKeys ? {} : { accounts: "remote" as const }),
  };
  const connection = await hre.network.create({ network: name, override });
  let chainId: bigint;
  try {
    chainId = asQuantity(await connection.provider.request({ method: "eth_chainId" }), "the chain's id");
  } catch (error) {
    throw new NetworkError(`--network ${network.name}: the node does not answer: ${firstLine(error)}`, {
      cause: error,
    });
  }
  const expected = network.config.chainId;
  if (expected !== undefined && chainId !== BigInt(expected)) {
    throw new NetworkError(
      `--network ${network.name}: its chainId is ${expected} in hardhat.config.ts, but the node is of chain ${chainId}`,
    );
  }
  return connection;
}

/** Of several nodes' URLs the first that is alive and not behind. */
async function firstAlive({ name, urls, config }: NodeNetwork): Promise<string | undefined> {
  const probes = urls.map((url) =>
    httpNodeClient({ url, headers: config.httpHeaders, clock: systemClock, tries: 1, limits: PROBE_LIMITS }),
  );
  const pool = nodePool({ nodes: probes, probes, clock: systemClock });
  try {
    await pool.request({ method: "eth_chainId" });
  } catch (error) {
    throw new NetworkError(`--network ${name}: none of its ${urls.length} nodes answers: ${firstLine(error)}`, {
      cause: error,
    });
  }
  return urls[pool.standings.findIndex(({ isRead }) => isRead)];
}

/** The accounts whose keys the network's configuration or its node holds, in their order. */
export async function accountsOf({ provider }: NetworkConnection): Promise<string[]> {
  const accounts = asList(await provider.request({ method: "eth_accounts" }), "the accounts");
  return accounts.map((account) => getAddress(asAddress(account, "the account")));
}

/**
 * Finds one of the network's accounts by its number, from 0, or its address.
 *
 * @param option - as typed, for the message
 * @throws UserError when there is none
 * @example accountAt(accounts, "--account", "2")
 */
export function accountAt(accounts: readonly string[], option: string, text: string): string {
  const account = /^\d{1,9}$/.test(text)
    ? accounts[Number(text)]
    : accounts.find((candidate) => isAddress(text) && candidate === getAddress(text));
  if (account !== undefined) return account;
  const held = accounts.length === 0 ? "which has none" : `which has accounts 0 to ${accounts.length - 1}`;
  throw new UsageError(`${option} ${text}: is not an account of this network, ${held}; give a number or an address`);
}
