import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { anvilChains, ownAnvilChains, requireFreshAnvil } from "../scripts/simulation/chains/anvil.js";
import { builtInChains } from "../scripts/simulation/chains/built-in.js";
import type { OpenChain } from "../scripts/simulation/local-chain.js";
import { httpNodeClient } from "../src/chain/rpc/http-node-client.js";
import { NodeUnavailable, type NodeClient } from "../src/chain/rpc/node-client.js";
import { UserError } from "../src/model/errors.js";
import { systemClock } from "../src/service/clock.js";

/** As many as a simulation ever asks at once go into one message. */
const BATCH = 1000;
/** To mine a full block, or to take a day's reads, may take a loaded machine its time, ms. */
const PATIENCE = { timeoutMs: 120_000, maxBytes: 256_000_000 };

/** Network whose chains are anvils that a simulation starts for itself. */
const OWN_ANVILS = "anvil";

/**
 * Where a simulation's chains are: in this process; on anvils started for them, with `--network anvil`; or on the
 * running anvil of the network that `--network` names.
 *
 * @throws UserError when that network's node does not answer, or is not an anvil at its beginning
 */
export async function chainsOf({ config, globalOptions, network }: HardhatRuntimeEnvironment): Promise<OpenChain> {
  // Hardhat's type does not say so, but it is missing where the option is.
  const name = globalOptions.network as string | undefined;
  if (name === OWN_ANVILS) return ownAnvilChains((url) => clientOf(url));
  const chosen = name === undefined ? undefined : config.networks[name];
  if (name === undefined || chosen?.type === "edr-simulated") return builtInChains(network);
  if (chosen === undefined) throw new UserError(`--network ${name}: not in hardhat.config.ts`);
  const client = clientOf(await chosen.url.getUrl(), chosen.httpHeaders);
  try {
    await requireFreshAnvil(client, name);
  } catch (error) {
    if (!(error instanceof NodeUnavailable)) throw error;
    throw new UserError(`--network ${name}: ${error.message}`, { cause: error });
  }
  return anvilChains(client, name);
}

function clientOf(url: string, headers: Readonly<Record<string, string>> = {}): NodeClient {
  // One message at a time keeps them in their order.
  return httpNodeClient({ url, headers, clock: systemClock, batchSize: BATCH, connections: 1, limits: PATIENCE });
}
