import { asBlock, quantity, asQuantity } from "../../chain/rpc/answers.js";
import { type NodeClient, NodeUnavailable } from "../../chain/rpc/node-client.js";
import { type DeploymentRecord, MARKET_KINDS } from "../../market/deployment/record.js";
import type { MarketKind } from "../../market/market-kind.js";
import { UserError } from "../../model/errors.js";

/** Which market an index is of, and what never changes about it. */
export interface MarketIdentity {
  readonly chainId: string;
  /** Hash of the chain's first block: chains of one id are told apart by it. */
  readonly genesis: string;
  /** In lower case. */
  readonly address: string;
  readonly kind: MarketKind;
  /** The block of its first event. */
  readonly fromBlock: bigint;
  /** How long an agreement may await verification, s. */
  readonly verificationWindow: bigint;
}

/** Asks a node for what a deployment record leaves out. @throws NodeUnavailable or RpcError of the node */
export async function identityOf(
  client: NodeClient,
  record: DeploymentRecord,
  verificationWindow: bigint,
): Promise<MarketIdentity> {
  const genesis = asBlock(await client.request({ method: "eth_getBlockByNumber", params: [quantity(0), false] }));
  if (genesis === undefined) throw new NodeUnavailable("the node's answer: there is no first block");
  return {
    chainId: asQuantity(await client.request({ method: "eth_chainId" }), "the chain's id").toString(),
    genesis: genesis.hash,
    address: record.market.toLowerCase(),
    kind: record.kind,
    fromBlock: BigInt(record.block),
    verificationWindow,
  };
}

/** A row of the index's table `market`. */
export function identityIn(row: Readonly<Record<string, unknown>>): MarketIdentity {
  const kind = MARKET_KINDS.find((each) => each === row.kind);
  if (kind === undefined) throw new UserError("the index is of a kind of market that this program does not know");
  return {
    chainId: String(row.chain_id),
    genesis: String(row.genesis),
    address: String(row.address),
    kind,
    fromBlock: BigInt(row.from_block as number),
    verificationWindow: BigInt(row.verification_window as number),
  };
}

/** How a message names a market. */
export function nameOfMarket({ kind, address, chainId, genesis }: MarketIdentity): string {
  return `the ${kind} market ${address} of chain ${chainId} (${genesis.slice(0, 10)})`;
}

/** Whether two are one market. */
export function sameMarket(a: MarketIdentity, b: MarketIdentity): boolean {
  return a.chainId === b.chainId && a.genesis === b.genesis && a.address === b.address && a.kind === b.kind;
}
