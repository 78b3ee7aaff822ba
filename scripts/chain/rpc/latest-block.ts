import type { NodeClient } from "./node-client.js";
import { quantityOf } from "./values.js";

/** The number of the chain's last block, or why the node does not tell. */
export async function latestBlock(node: NodeClient): Promise<bigint | string> {
  try {
    return quantityOf(await node.request({ method: "eth_blockNumber" }), "the block number");
  } catch (error) {
    return (error as Error).message;
  }
}
