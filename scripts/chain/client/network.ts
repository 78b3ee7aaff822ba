import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";

import { UserError } from "../../model/errors.js";

/**
 * Connects to the network that `--network` names, and makes sure that a node answers there.
 *
 * @throws UserError when none was named, a key of its accounts is not to be had, or no node answers
 */
export async function connectNetwork(hre: HardhatRuntimeEnvironment): Promise<NetworkConnection> {
  const connection = await hre.network.create();
  const { networkConfig, networkName } = connection;
  if (networkConfig.type !== "http") {
    throw new UserError("--network is missing: the built-in chain ends with the command; try --network localhost");
  }
  const { accounts } = networkConfig;
  try {
    // Otherwise a password mistyped would pass for a node that is away.
    if (Array.isArray(accounts)) for (const key of accounts) await key.get();
  } catch (error) {
    throw new UserError(`--network ${networkName}: ${firstLine(error)}`, { cause: error });
  }
  try {
    await connection.provider.request({ method: "eth_chainId" });
  } catch (error) {
    throw new UserError(`--network ${networkName}: no node answers: ${firstLine(error)}`, { cause: error });
  }
  return connection;
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
}
