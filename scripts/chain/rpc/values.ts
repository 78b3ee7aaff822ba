import { NodeUnavailable } from "./node-client.js";

// Single values of a node's answers, checked: a node that talks nonsense is one to ask again, not one to believe.

/** A number, "0x" and hex digits. @param what - names the value in the error @throws NodeUnavailable when it is none */
export function quantityOf(value: unknown, what: string): bigint {
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,64}$/i.test(value)) throw nonsense(what, "a quantity", value);
  return BigInt(value);
}

/** A number that counts things in one block or one message, so that it fits a double. */
export function countOf(value: unknown, what: string): number {
  const count = quantityOf(value, what);
  if (count > BigInt(Number.MAX_SAFE_INTEGER)) throw nonsense(what, "a count", value);
  return Number(count);
}

/** 32 bytes in hex, in lower case. @throws NodeUnavailable when it is none */
export function hashOf(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]{64}$/i.test(value)) throw nonsense(what, "a hash", value);
  return value.toLowerCase();
}

/** 20 bytes in hex, in lower case. @throws NodeUnavailable when it is none */
export function addressOf(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]{40}$/i.test(value)) throw nonsense(what, "an address", value);
  return value.toLowerCase();
}

/** Bytes in hex, in lower case. @throws NodeUnavailable when they are none */
export function bytesOf(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x([0-9a-f]{2})*$/i.test(value)) throw nonsense(what, "bytes", value);
  return value.toLowerCase();
}

/** A JSON object. @throws NodeUnavailable when it is none */
export function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw nonsense(what, "an object", value);
  return value as Record<string, unknown>;
}

/** A JSON list. @throws NodeUnavailable when it is none */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw nonsense(what, "a list", value);
  return value as unknown[];
}

const LONGEST = 80;

/** The error for a value that is not what it should be, the value shown, cut when long. */
export function nonsense(what: string, expected: string, value: unknown): NodeUnavailable {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return new NodeUnavailable(`the node's answer: ${what} should be ${expected}, not ${shown}`);
}
