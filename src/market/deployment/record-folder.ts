import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { toJson } from "../../report/json.js";
import { writeFiles } from "../../report/write.js";
import { type DeploymentRecord, readRecords, recordName } from "./record.js";

/**
 * Writes a market's record into the folder of its chain. The record of another market of that kind is kept under its
 * address, since it may be all that tells where a market with money in it stands.
 *
 * @param folder - of the chain
 * @returns paths of the record and of those that were kept
 * @throws UserError when the folder cannot be written
 */
export async function saveRecord(folder: string, record: DeploymentRecord): Promise<{ path: string; kept: string[] }> {
  const others = (await readRecords(folder)).filter(({ kind, market }) => {
    return kind === record.kind && market !== record.market;
  });
  const kept = await keep(folder, others);
  await writeFiles(folder, { [recordName(record.kind)]: toJson(record) });
  return { path: join(folder, recordName(record.kind)), kept };
}

/** Empties the folder of a chain but for its records, which are kept under their addresses. @returns their paths */
export async function resetFolder(folder: string): Promise<string[]> {
  const kept = await keep(folder, await readRecords(folder));
  const entries = await readdir(folder).catch(() => []);
  const rest = entries.filter((name) => !KEPT.test(name));
  for (const name of rest) await rm(join(folder, name), { recursive: true });
  return kept;
}

const KEPT = /^(improved|traditional)-0x[0-9a-fA-F]{40}\.json$/;

async function keep(folder: string, records: readonly DeploymentRecord[]): Promise<string[]> {
  const kept: string[] = [];
  for (const { kind, market } of records) {
    const path = join(folder, `${kind}-${market}.json`);
    await rename(join(folder, recordName(kind)), path);
    kept.push(path);
  }
  return kept;
}
