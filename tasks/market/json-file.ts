import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";

import { jsonText } from "../../src/data/json-text.js";
import { UserError } from "../../src/model/errors.js";
import { toJson } from "../../src/report/json.js";
import { writeFiles } from "../../src/report/write.js";
import type { JsonCheck } from "../../src/service/json-schema.js";

/** Reads a JSON file. @param where - option and file, for messages @throws UserError when it does not fit */
export async function readJsonFile<T>(where: string, path: string, check: JsonCheck<T>): Promise<T> {
  let document: unknown;
  try {
    document = JSON.parse(jsonText(await readFile(path)));
  } catch (error) {
    const reason = (error as Error).message.replaceAll(/\s+/g, " ");
    throw new UserError(`${where}: cannot be read: ${reason}`, { cause: error });
  }
  return check(document, where);
}

/** A whole number of at most so many bits, from its digits. @throws UserError when it has more */
export function integerOf(where: string, value: string | number, bits: number): bigint {
  const number = BigInt(value);
  if (number < 2n ** BigInt(bits)) return number;
  throw new UserError(`${where}: must be a whole number of at most ${bits} bits`);
}

/** Writes a JSON file, all or nothing. */
export function writeJsonFile(path: string, document: unknown): Promise<void> {
  return writeFiles(dirname(path), { [basename(path)]: toJson(document) });
}
