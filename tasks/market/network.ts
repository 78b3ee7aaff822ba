import { getAddress, isAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";

import { UsageError, UserError } from "../../src/model/errors.js";

/**
 * Connects to the network that `--network` names and checks that its node answers.
 *
 * @throws UserError when none is named, an account's key is unavailable, or no node answers
 */
export async function connectNetwork(hre: HardhatRuntimeEnvironment): Promise<NetworkConnection> {
  const connection = await hre.network.create();
  const { networkConfig, networkName } = connection;
  if (networkConfig.type !== "http") {
    throw new UsageError("--network is missing: give the network to use, such as --network localhost");
  }
  const { accounts } = networkConfig;
  try {
    // Read first, so that a wrong password is not reported as a node that does not answer.
    if (Array.isArray(accounts)) for (const key of accounts) await key.get();
  } catch (error) {
    throw new UserError(`--network ${networkName}: ${firstLine(error)}`, { cause: error });
  }
  try {
    await connection.provider.request({ method: "eth_chainId" });
  } catch (error) {
    throw new UserError(`--network ${networkName}: the node does not answer: ${firstLine(error)}`, { cause: error });
  }
  return connection;
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
}

/** The accounts whose keys the network's configuration or its node holds, in their order. */
export async function accountsOf({ provider }: NetworkConnection): Promise<string[]> {
  const accounts = (await provider.request({ method: "eth_accounts" })) as string[];
  return accounts.map((account) => getAddress(account));
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
