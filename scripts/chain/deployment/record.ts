import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { UserError } from "../../model/errors.js";
import type { MarketKind } from "../deploy.js";

/** Where a deployed market is: what whoever trades there must know of it. */
export interface DeploymentRecord {
  readonly kind: MarketKind;
  readonly chainId: string;
  /** Addresses. */
  readonly market: string;
  readonly token: string;
  /** The block that holds the market's first event. */
  readonly block: number;
}

export const MARKET_KINDS = ["improved", "traditional"] as const;

/** Name of a market's record in its chain's folder. */
export function recordName(kind: MarketKind): string {
  return `${kind}.json`;
}

/** The markets recorded in a chain's folder; none when nothing was deployed there. */
export async function readRecords(folder: string): Promise<DeploymentRecord[]> {
  const records = await Promise.all(MARKET_KINDS.map((kind) => readRecord(join(folder, recordName(kind)))));
  return records.filter((record) => record !== undefined);
}

async function readRecord(path: string): Promise<DeploymentRecord | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as DeploymentRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError(`${path}: cannot be read: ${(error as Error).message}`);
  }
}
