import { Wallet } from "ethers";
import type { HttpNetworkConfig, ResolvedConfigurationVariable } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { endpointOf } from "../src/chain/rpc/exchange.js";
import { NetworkError, UsageError, UserError } from "../src/model/errors.js";
import { firstLine } from "./node-error.js";

/** The network that `--network` names, as the configuration has it. */
export interface NodeNetwork {
  readonly name: string;
  /** The URLs of its nodes, at least one. They may hold access tokens, so never log them. */
  readonly urls: readonly string[];
  readonly config: HttpNetworkConfig;
}

/**
 * Reads the network that `--network` names. Several nodes' URLs have commas between them.
 *
 * @param missing - the error where none is named
 * @throws UserError when none is named, it is not one of a node, or its URL is missing or not one of http or https
 */
export async function nodeNetwork(
  { config, globalOptions }: HardhatRuntimeEnvironment,
  missing: string,
): Promise<NodeNetwork> {
  // Hardhat's type does not say so, but it is missing where the option is.
  const name = globalOptions.network as string | undefined;
  if (name === undefined) throw new UsageError(missing);
  const network = config.networks[name];
  if (network === undefined) throw new UsageError(`--network ${name}: not in hardhat.config.ts`);
  if (network.type !== "http") {
    throw new UsageError(`--network ${name}: the built-in chain ends with the command; name a network of a node`);
  }
  const text = await valueOf(name, network.url);
  const urls = text
    .split(",")
    .map((url) => url.trim())
    .filter((url) => url !== "");
  try {
    for (const url of urls.length === 0 ? [""] : urls) endpointOf(url);
  } catch (error) {
    throw new NetworkError(`--network ${name}: ${labelOf(network.url, "url")}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return { name, urls, config: network };
}

/**
 * The keys of the network's accounts, `0x` and 64 hex digits each; none where its node keeps the accounts, or where the
 * configuration has a phrase.
 *
 * @throws UserError when one is missing or is no key. It does not show the text that was meant to be a key
 */
export async function accountKeys({ name, config: { accounts } }: NodeNetwork): Promise<string[]> {
  const keys: string[] = [];
  for (const account of Array.isArray(accounts) ? accounts : []) {
    const text = (await valueOf(name, account)).trim();
    try {
      keys.push(new Wallet(text).privateKey);
    } catch {
      const words = text.split(/\s+/).length;
      const found = words >= 12 ? `a phrase of ${words} words: give the key of one of its accounts` : undefined;
      throw new NetworkError(
        `--network ${name}: ${labelOf(account, "its account")} is not a private key of 32 bytes in hex` +
          (found === undefined ? "" : `, but ${found}`),
      );
    }
  }
  return keys;
}

async function valueOf(name: string, variable: ResolvedConfigurationVariable): Promise<string> {
  try {
    return await variable.get();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new NetworkError(`--network ${name}: ${firstLine(error)}`, { cause: error });
  }
}

/** The name of a configuration variable, where the configuration has one. */
function labelOf(variable: ResolvedConfigurationVariable, otherwise: string): string {
  return (variable as { readonly name?: string }).name ?? otherwise;
}
