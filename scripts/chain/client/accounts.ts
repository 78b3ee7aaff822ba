import { getAddress, isAddress } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";

import { UserError } from "../../model/errors.js";

/** The accounts whose keys the network's configuration or its node holds, in their order. */
export async function accountsOf({ provider }: NetworkConnection): Promise<string[]> {
  const accounts = (await provider.request({ method: "eth_accounts" })) as string[];
  return accounts.map((account) => getAddress(account));
}

/**
 * Finds one of the accounts by its place, from 0, or its address.
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
  const held = accounts.length === 0 ? "which has no accounts" : `which has accounts 0 to ${accounts.length - 1}`;
  throw new UserError(`${option} ${text}: not an account of this network, ${held}; give a number or an address`);
}
