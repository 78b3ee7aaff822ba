import { Wallet } from "ethers";
import type { HttpNetworkConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { UserError } from "../../src/model/errors.js";

/** The network that `--network` names, as the configuration has it. */
export interface DaemonNetwork {
  readonly name: string;
  /** The node's URL; may hold an access token, so never log it. */
  readonly url: string;
  readonly config: HttpNetworkConfig;
}

/** @throws UserError when no network was named, or not one of a node */
export async function daemonNetwork({ config, globalOptions }: HardhatRuntimeEnvironment): Promise<DaemonNetwork> {
  // Hardhat's type does not say so, but it is missing where the option is.
  const name = globalOptions.network as string | undefined;
  if (name === undefined) throw new UserError("--network is missing: a daemon needs a running chain, such as live");
  const network = config.networks[name];
  if (network === undefined) throw new UserError(`--network ${name}: not in hardhat.config.ts`);
  if (network.type !== "http") {
    throw new UserError(`--network ${name}: the built-in chain ends with the command; name a network of a node`);
  }
  return { name, url: await network.url.getUrl(), config: network };
}

/**
 * The first of the network's accounts, whose key the configuration must name: a daemon signs and sends by itself, many
 * transactions at a time, also while its node is away.
 *
 * @throws UserError when the configuration names no key, or not one
 */
export async function keyAtHand({ name, config }: DaemonNetwork): Promise<Wallet> {
  const [first] = Array.isArray(config.accounts) ? config.accounts : [];
  if (first === undefined) {
    throw new UserError(
      `--network ${name}: no key at hand, since its node keeps the accounts; a daemon signs by itself: take a network ` +
        `with accounts: [configVariable("...")] in hardhat.config.ts, such as live with WATTLANE_RPC_URL and WATTLANE_PRIVATE_KEY`,
    );
  }
  const key = (await first.get()).trim();
  try {
    return new Wallet(key);
  } catch {
    // The library's own message would tell the text that was meant to be a key.
    throw new UserError(`--network ${name}: its first account is not a private key of 32 bytes in hex`);
  }
}
