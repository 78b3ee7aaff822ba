import { getAddress, isAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";

import { asAddress, asList, asQuantity } from "../../src/chain/rpc/answers.js";
import { UsageError, UserError } from "../../src/model/errors.js";
import { firstLine } from "../node-error.js";
import { accountKeys, nodeNetwork } from "../node-network.js";

/**
 * Connects to the network that `--network` names and checks that its node answers.
 *
 * @throws UserError when none is named, its configuration is wrong, an account's key is unavailable, or no node answers
 */
export async function connectNetwork(hre: HardhatRuntimeEnvironment): Promise<NetworkConnection> {
  const network = await nodeNetwork(hre, "--network is missing: give the network to use, such as --network localhost");
  // Read first, so that a wrong password is not reported as a node that does not answer.
  await accountKeys(network);
  const connection = await hre.network.create();
  let chainId: bigint;
  try {
    chainId = asQuantity(await connection.provider.request({ method: "eth_chainId" }), "the chain's id");
  } catch (error) {
    throw new UserError(`--network ${network.name}: the node does not answer: ${firstLine(error)}`, { cause: error });
  }
  const expected = network.config.chainId;
  if (expected !== undefined && chainId !== BigInt(expected)) {
    throw new UserError(
      `--network ${network.name}: its chainId is ${expected} in hardhat.config.ts, but the node is of chain ${chainId}`,
    );
  }
  return connection;
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
