import { Wallet } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { UserError } from "../../src/model/errors.js";
import { accountKeys, nodeNetwork, type NodeNetwork } from "../node-network.js";

/** @throws UserError when no network was named, or not one of a node */
export function daemonNetwork(hre: HardhatRuntimeEnvironment): Promise<NodeNetwork> {
  return nodeNetwork(hre, "--network is missing: a daemon needs a running chain, such as live");
}

/**
 * The first of the network's accounts, whose key the configuration must name: a daemon signs and sends by itself, many
 * transactions at a time, also while its node is away.
 *
 * @throws UserError when the configuration names no key, or not one
 */
export async function keyAtHand(network: NodeNetwork): Promise<Wallet> {
  const [first] = await accountKeys(network);
  if (first !== undefined) return new Wallet(first);
  throw new UserError(
    `--network ${network.name}: no key at hand, since its node keeps the accounts; a daemon signs by itself: take a network ` +
      `with accounts: [configVariable("...")] in hardhat.config.ts, such as live with WATTLANE_RPC_URL and WATTLANE_PRIVATE_KEY`,
  );
}
