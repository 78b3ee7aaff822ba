import { getAddress, type ParamType } from "ethers";

import { word } from "./words.js";

/** Encodes and decodes values that the ABI gives a fixed number of words, many times as fast as the general coder. */
export interface StaticCoder {
  readonly words: number;
  /** @returns the values' words, in hex without prefix @throws RangeError naming a value that is not of its type */
  encode(values: readonly unknown[]): string;
  /** @param data - hex with its prefix @returns the values; a struct as an object by its fields' names */
  decode(data: string): unknown[];
}

/** Characters of a word in hex. */
const WORD = 64;
const PREFIX = 2;

/** Makes a coder; undefined where one of the types is not static: then only the general coder will do. */
export function staticCoder(types: readonly ParamType[]): StaticCoder | undefined {
  const all = codersOf(types);
  if (all === undefined) return undefined;
  const words = wordsOf(all);
  return {
    words,
    encode: (values) => all.map((coder, i) => coder.encode(values[i])).join(""),
    decode: (data) => {
      if (data.length < PREFIX + words * WORD) throw new RangeError(`${words} words were expected, not ${data}`);
      return decodeAll(all, data, PREFIX);
    },
  };
}

interface ValueCoder {
  readonly words: number;
  encode(value: unknown): string;
  decode(data: string, at: number): unknown;
}

/** The coders of all types, unless one of them has none. */
function codersOf(types: readonly ParamType[]): readonly ValueCoder[] | undefined {
  const coders = types.map(coderOf);
  return coders.every((coder) => coder !== undefined) ? coders : undefined;
}

function wordsOf(coders: readonly ValueCoder[]): number {
  return coders.reduce((sum, { words }) => sum + words, 0);
}

function decodeAll(coders: readonly ValueCoder[], data: string, start: number): unknown[] {
  let at = start;
  return coders.map((coder) => {
    const value = coder.decode(data, at);
    at += coder.words * WORD;
    return value;
  });
}

function coderOf(type: ParamType): ValueCoder | undefined {
  if (type.baseType === "tuple") return structCoder(type.components ?? []);
  if (type.baseType === "address") return ADDRESS;
  if (type.baseType === "bool") return BOOL;
  const [, kind = "", size = ""] = /^(uint|bytes)(\d+)$/.exec(type.baseType) ?? [];
  if (kind === "uint") return uintCoder(Number(size));
  return kind === "bytes" ? bytesCoder(Number(size)) : undefined;
}

/** An address has 20 of a word's 32 bytes. */
const ADDRESS_FILL = "0".repeat(24);

const ADDRESS: ValueCoder = {
  words: 1,
  encode: (value) => word(hexOf(value, 20)),
  decode: (data, at) => {
    if (!data.startsWith(ADDRESS_FILL, at)) throw unfit(data.slice(at, at + WORD), "an address");
    return getAddress(`0x${data.slice(at + ADDRESS_FILL.length, at + WORD)}`);
  },
};

const BOOL: ValueCoder = {
  words: 1,
  encode: (value) => word(value === true ? 1n : 0n),
  decode: (data, at) => data.charAt(at + WORD - 1) === "1",
};

function uintCoder(bits: number): ValueCoder {
  const limit = 1n << BigInt(bits);
  return {
    words: 1,
    encode: (value) => {
      if (typeof value !== "bigint" && typeof value !== "number") throw unfit(value, `uint${bits}`);
      const number = BigInt(value);
      if (number < 0n || number >= limit) throw unfit(value, `uint${bits}`);
      return word(number);
    },
    decode: (data, at) => {
      const number = BigInt(`0x${data.slice(at, at + WORD)}`);
      if (number >= limit) throw unfit(number, `uint${bits}`);
      return number;
    },
  };
}

function bytesCoder(size: number): ValueCoder {
  return {
    words: 1,
    encode: (value) => hexOf(value, size).slice(PREFIX).toLowerCase().padEnd(WORD, "0"),
    decode: (data, at) => `0x${data.slice(at, at + 2 * size)}`,
  };
}

function structCoder(fields: readonly ParamType[]): ValueCoder | undefined {
  const all = codersOf(fields);
  if (all === undefined) return undefined;
  const names = fields.map(({ name }) => name);
  return {
    words: wordsOf(all),
    encode: (value) => {
      const struct = value as Readonly<Record<string, unknown>>;
      return all.map((coder, i) => coder.encode(struct[names[i] ?? ""])).join("");
    },
    decode: (data, at) => {
      const values = decodeAll(all, data, at);
      return Object.fromEntries(names.map((name, i) => [name, values[i]]));
    },
  };
}

const HEX = /^0x([0-9a-f]{2})*$/i;

/** A value as the hex that it must be. @throws RangeError when it is not, or has another number of bytes */
export function hexOf(value: unknown, bytes?: number): string {
  if (typeof value === "string" && HEX.test(value)) {
    if (bytes === undefined || value.length === PREFIX + 2 * bytes) return value;
  }
  throw unfit(value, bytes === undefined ? "bytes in hex" : `${bytes} bytes in hex`);
}

function unfit(value: unknown, type: string): RangeError {
  return new RangeError(`${String(value)} is not ${type}`);
}
