import { dataSlice } from "ethers";

import type { Provider } from "../../chain/rpc/node-client.js";

/** The chain's id. */
export async function chainIdOf({ provider }: { readonly provider: Provider }): Promise<bigint> {
  return BigInt((await provider.request({ method: "eth_chainId" })) as string);
}

/**
 * A chain's name among deployments: its id and the beginning of its genesis block's hash. The id alone would not do,
 * since a local node begins a new chain of the same id whenever it starts.
 *
 * @example await chainIdentity(connection) // "chain-31337-1f8be00c"
 */
export async function chainIdentity(chain: { readonly provider: Provider }): Promise<string> {
  const request = { method: "eth_getBlockByNumber", params: ["0x0", false] };
  const { hash } = (await chain.provider.request(request)) as { hash: string };
  return `chain-${await chainIdOf(chain)}-${dataSlice(hash, 0, 4).slice(2)}`;
}
