import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";

import { isHexString } from "ethers";

import { UserError } from "../../src/model/errors.js";
import { toJson } from "../../src/report/json.js";
import { writeFiles } from "../../src/report/write.js";

/** Properties of a JSON file, none of them checked. */
export type Properties = Readonly<Record<string, unknown>>;

/** Reads a JSON file with one object in it. @throws UserError naming the option and the file */
export async function readJsonFile(option: string, path: string): Promise<Properties> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new UserError(`${option} ${path}: cannot be read: ${(error as Error).message.replaceAll(/\s+/g, " ")}`, {
      cause: error,
    });
  }
  if (typeof document === "object" && document !== null && !Array.isArray(document)) return document as Properties;
  throw new UserError(`${option} ${path}: is not an object`);
}

/** A property that is hex of so many bytes. @param where - option and file, for the message */
export function hexIn(where: string, properties: Properties, name: string, bytes: number): string {
  const value = properties[name];
  if (isHexString(value, bytes)) return value.toLowerCase();
  throw new UserError(`${where}: ${name}: is not ${bytes} bytes in hex`);
}

/** A property that is a whole number of so many bits, in digits or a small number. */
export function integerIn(where: string, properties: Properties, name: string, bits: number): bigint {
  const value = properties[name];
  const digits = typeof value === "number" ? Number.isSafeInteger(value) : typeof value === "string";
  if (digits && /^\d{1,30}$/.test(String(value))) {
    const number = BigInt(String(value));
    if (number < 2n ** BigInt(bits)) return number;
  }
  throw new UserError(`${where}: ${name}: is not a whole number of at most ${bits} bits`);
}

/** Writes a JSON file, all or nothing. */
export function writeJsonFile(path: string, document: unknown): Promise<void> {
  return writeFiles(dirname(path), { [basename(path)]: toJson(document) });
}
