import { getAddress } from "ethers";
import type { ArtifactManager } from "hardhat/types/artifacts";

import { ContractCoder } from "../../chain/abi/contract-coder.js";
import { asBytes, asQuantity, asReturned, quantity } from "../../chain/rpc/answers.js";
import type { Provider } from "../../chain/rpc/node-client.js";
import { UserError } from "../../model/errors.js";
import type { MarketKind } from "../market-kind.js";
import { marketAbi } from "../market-reader.js";
import { chainIdOf, type DeploymentRecord } from "./record.js";

/** The code of a kind of market as it was compiled here. */
interface CompiledCode {
  readonly kind: MarketKind;
  /** Hex; zero where a constructor writes. */
  readonly code: string;
  /** Where a constructor writes, in bytes. */
  readonly immutables: readonly { readonly start: number; readonly length: number }[];
}

/** The code of both kinds. */
export async function compiledMarkets(artifacts: ArtifactManager): Promise<CompiledCode[]> {
  const improved = await artifacts.readArtifact("ImprovedMarket");
  const traditional = await artifacts.readArtifact("TraditionalMarket");
  return [compiled("improved", improved), compiled("traditional", traditional)];
}

function compiled(
  kind: MarketKind,
  artifact: { readonly deployedBytecode: string; readonly immutableReferences?: unknown },
): CompiledCode {
  const references = artifact.immutableReferences as Readonly<Record<string, CompiledCode["immutables"]>> | undefined;
  return { kind, code: artifact.deployedBytecode, immutables: Object.values(references ?? {}).flat() };
}

/** Where to look, and what is known already. */
interface LostMarket {
  /** The market's. */
  readonly address: string;
  readonly markets: readonly CompiledCode[];
  /** The block that deployed it, if known. */
  readonly block?: number | undefined;
}

/**
 * Makes the record of a market from its address alone: the kind by its code, the block by halving the chain.
 *
 * @throws UserError when there is no market of this version at the address, or when the node keeps no old states
 */
export async function recordOf(provider: Provider, { address, markets, block }: LostMarket): Promise<DeploymentRecord> {
  const market = getAddress(address);
  const chainId = String(await chainIdOf({ provider }));
  const code = await codeAt(provider, market, "latest");
  if (code === "0x") throw new UserError(`${market}: there is no contract there on chain ${chainId}`);
  const kind = markets.find((candidate) => isCode(code, candidate))?.kind;
  if (kind === undefined) {
    throw new UserError(
      `${market}: the contract there is not a market of this version: its code differs from contracts/; use the version that deployed it`,
    );
  }
  const coder = new ContractCoder(marketAbi(kind));
  const call = { to: market, data: coder.callData("TOKEN", []) };
  const answer = await provider.request({ method: "eth_call", params: [call, "latest"] });
  const [token] = asReturned(coder, "TOKEN", answer) as [string];
  const first = block ?? (await firstBlockOf(provider, market));
  return { kind, chainId, market, token: getAddress(token), block: first };
}

function isCode(code: string, { code: expected, immutables }: CompiledCode): boolean {
  if (code.length !== expected.length) return false;
  let masked = code;
  for (const { start, length } of immutables) {
    const from = 2 + 2 * start;
    masked = masked.slice(0, from) + "0".repeat(2 * length) + masked.slice(from + 2 * length);
  }
  return masked === expected;
}

/** The first block after which a contract has code, by halving: about 25 questions on a long chain. */
async function firstBlockOf(provider: Provider, address: string): Promise<number> {
  const head = await provider.request({ method: "eth_blockNumber", params: [] });
  let [without, having] = [-1, Number(asQuantity(head, "the block number"))];
  while (having - without > 1) {
    const middle = Math.floor((without + having) / 2);
    if ((await oldCodeAt(provider, address, middle)) === "0x") without = middle;
    else having = middle;
  }
  return having;
}

async function oldCodeAt(provider: Provider, address: string, block: number): Promise<string> {
  try {
    return await codeAt(provider, address, quantity(block));
  } catch (error) {
    const reason = (error as Error).message.split("\n", 1)[0] ?? "";
    throw new UserError(
      `the node does not tell the state of block ${block} (${reason}): name a node that keeps old states, or give the block that deployed the market by --block`,
      { cause: error },
    );
  }
}

async function codeAt(provider: Provider, address: string, tag: string): Promise<string> {
  const code = await provider.request({ method: "eth_getCode", params: [address, tag] });
  return asBytes(code, "the contract's code");
}
