import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { dataSlice, getAddress, isAddress } from "ethers";

import { asHash, asObject, asQuantity } from "../../chain/rpc/answers.js";
import type { Provider } from "../../chain/rpc/node-client.js";
import { jsonText } from "../../data/json-text.js";
import schema from "../../../schemas/deployment-record.schema.json" with { type: "json" };
import { UserError } from "../../model/errors.js";
import { compileSchema } from "../../service/json-schema.js";
import type { MarketKind } from "../market-kind.js";

/** A deployed market: what a client must know to trade there. */
export interface DeploymentRecord {
  readonly kind: MarketKind;
  readonly chainId: string;
  /** Addresses. */
  readonly market: string;
  readonly token: string;
  /** The block of the market's first event. */
  readonly block: number;
}

export const MARKET_KINDS = ["improved", "traditional"] as const;

const checkRecord = compileSchema<DeploymentRecord>(schema);

/** File name of a market's record in the folder of its chain. */
export function recordName(kind: MarketKind): string {
  return `${kind}.json`;
}

/** Reads the records in the folder of a chain; none when nothing was deployed there. */
export async function readRecords(folder: string): Promise<DeploymentRecord[]> {
  const records = await Promise.all(MARKET_KINDS.map((kind) => readIfThere(join(folder, recordName(kind)))));
  return records.filter((record) => record !== undefined);
}

async function readIfThere(path: string): Promise<DeploymentRecord | undefined> {
  try {
    return await readRecordFile(path);
  } catch (error) {
    if (error instanceof UserError && (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT")
      return undefined;
    throw error;
  }
}

/**
 * Reads a market's record.
 *
 * @param name - the file's name in messages
 * @throws UserError when the file cannot be read or is not a record; it names the field
 */
export async function readRecordFile(path: string, name = path): Promise<DeploymentRecord> {
  let document: unknown;
  try {
    document = JSON.parse(jsonText(await readFile(path)));
  } catch (error) {
    throw new UserError(`${name}: cannot be read: ${(error as Error).message.replaceAll(/\s+/g, " ")}`, {
      cause: error,
    });
  }
  const { kind, chainId, market, token, block } = checkRecord(document, name);
  for (const [field, value] of [
    ["market", market],
    ["token", token],
  ] as const) {
    if (!isAddress(value)) throw new UserError(`${name}: ${field}: must be an address; its checksum is wrong`);
  }
  return { kind, chainId, market: getAddress(market), token: getAddress(token), block };
}

/** The chain's id. */
export async function chainIdOf({ provider }: { readonly provider: Provider }): Promise<bigint> {
  return asQuantity(await provider.request({ method: "eth_chainId" }), "the chain's id");
}

/**
 * The name of a chain's folder among the deployments: its id and the start of its genesis block's hash. The id alone
 * is not unique, since a local node starts a new chain with the same id each time.
 *
 * @example await chainIdentity(connection) // "chain-31337-1f8be00c"
 */
export async function chainIdentity(chain: { readonly provider: Provider }): Promise<string> {
  const request = { method: "eth_getBlockByNumber", params: ["0x0", false] };
  const answer = await chain.provider.request(request);
  const hash = asHash(asObject(answer, "the genesis block").hash, "the genesis block's hash");
  return `chain-${await chainIdOf(chain)}-${dataSlice(hash, 0, 4).slice(2)}`;
}
