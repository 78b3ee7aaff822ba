import { join } from "node:path";

import { UserError } from "../model/errors.js";
import { readRecordFile, readRecords, type DeploymentRecord, chainIdOf, chainIdentity } from "./deployment/record.js";
import type { MarketKind } from "./market-kind.js";
import type { Provider } from "../chain/rpc/node-client.js";

/** Where to look for a market. */
export interface MarketSearch {
  /** Ignition's folder, which holds `deployments`. */
  readonly ignition: string;
  /** File of a market's record, for users who did not deploy it. */
  readonly record?: string | undefined;
  /** Which market, if both are deployed; the improved one by default. */
  readonly kind?: MarketKind | undefined;
}

/**
 * Finds the market to trade on: that of the given record, or the one that was deployed on this chain.
 *
 * @throws UserError when there is none, or it is on another chain
 */
export async function findMarket(
  provider: Provider,
  { ignition, record: file, kind }: MarketSearch,
): Promise<DeploymentRecord> {
  const record = file === undefined ? await recorded(provider, ignition, kind) : await given(provider, file, kind);
  const code = await provider.request({ method: "eth_getCode", params: [record.market, "latest"] });
  if (code === "0x") {
    const source = file === undefined ? "the record of this chain" : `--record ${file}`;
    throw new UserError(`${source}: there is no contract at ${record.market}; deploy the market again`);
  }
  return record;
}

async function given(provider: Provider, file: string, kind: MarketKind | undefined): Promise<DeploymentRecord> {
  const record = await readRecordFile(file, `--record ${file}`);
  const chainId = String(await chainIdOf({ provider }));
  if (record.chainId !== chainId) {
    throw new UserError(`--record ${file}: is for chain ${record.chainId}, but the network is chain ${chainId}`);
  }
  if (kind !== undefined && record.kind !== kind) {
    throw new UserError(`--kind ${kind}: the market in --record ${file} is ${record.kind}`);
  }
  return record;
}

async function recorded(provider: Provider, ignition: string, kind: MarketKind | undefined): Promise<DeploymentRecord> {
  const chain = await chainIdentity({ provider });
  const records = await readRecords(join(ignition, "deployments", chain));
  const record = kind === undefined ? records[0] : records.find((candidate) => candidate.kind === kind);
  if (record !== undefined) return record;
  const missing = kind === undefined ? "no market" : `no ${kind} market`;
  throw new UserError(`${missing} is recorded for ${chain}: deploy one, or give its record with --record FILE`);
}
