import type { ContractCoder } from "../abi/contract-coder.js";
import type { EncodedEvent } from "../abi/event-coder.js";
import { NodeUnavailable } from "./node-client.js";

// Checks of a node's answers. A malformed answer throws NodeUnavailable, so that the caller asks again.

/** Reads a number, "0x" and hex digits. @param what - the value's name in the error @throws NodeUnavailable */
export function asQuantity(value: unknown, what: string): bigint {
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,64}$/i.test(value)) throw malformedAnswer(what, "a quantity", value);
  return BigInt(value);
}

/** Writes a number for a node. {@link asQuantity} reads it back. @example quantity(255n) // "0xff" */
export function quantity(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

/** Reads a number that fits a double, such as an index in a block. @throws NodeUnavailable @public */
export function asCount(value: unknown, what: string): number {
  const count = asQuantity(value, what);
  if (count > BigInt(Number.MAX_SAFE_INTEGER)) throw malformedAnswer(what, "a count", value);
  return Number(count);
}

/** Reads 32 bytes. @returns hex in lower case @throws NodeUnavailable @public */
export function asHash(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]{64}$/i.test(value)) throw malformedAnswer(what, "a hash", value);
  return value.toLowerCase();
}

/** Reads 20 bytes. @returns hex in lower case @throws NodeUnavailable @public */
export function asAddress(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]{40}$/i.test(value)) throw malformedAnswer(what, "an address", value);
  return value.toLowerCase();
}

/** Reads bytes. @returns hex in lower case @throws NodeUnavailable @public */
export function asBytes(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x([0-9a-f]{2})*$/i.test(value)) throw malformedAnswer(what, "bytes", value);
  return value.toLowerCase();
}

/** Reads a JSON object. @throws NodeUnavailable */
export function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformedAnswer(what, "an object", value);
  return value as Record<string, unknown>;
}

/** Reads a JSON array. @throws NodeUnavailable */
export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformedAnswer(what, "a list", value);
  return value as unknown[];
}

const LONGEST = 80;

/** The error for a malformed value. It shows the value, shortened. */
export function malformedAnswer(what: string, expected: string, value: unknown): NodeUnavailable {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return new NodeUnavailable(`the node's answer: ${what} should be ${expected}, not ${shown}`);
}

/** A block's header. */
export interface BlockHead {
  readonly number: bigint;
  readonly hash: string;
  readonly parentHash: string;
  /** Unix time, s. */
  readonly timestamp: bigint;
  /** Wei per gas; undefined on a chain without it. */
  readonly baseFeePerGas: bigint | undefined;
  /** The Bloom filter of its logs, 2048 bits; undefined where it tells nothing: there is none, or all bits are set. */
  readonly logsBloom: bigint | undefined;
}

const EVERY_BIT = (1n << 2048n) - 1n;

/** Some chains leave the filter out, or fill it. */
function asBloom(value: unknown): bigint | undefined {
  if (typeof value !== "string" || !/^0x[0-9a-f]{512}$/i.test(value)) return undefined;
  const bloom = BigInt(value);
  return bloom === EVERY_BIT ? undefined : bloom;
}

/**
 * Reads the answer to `eth_getBlockByNumber` or `eth_getBlockByHash`.
 *
 * @returns undefined when the node has no such block
 * @throws NodeUnavailable when the answer is malformed
 */
export function asBlock(answer: unknown): BlockHead | undefined {
  if (answer === null) return undefined;
  const block = asObject(answer, "the block");
  return {
    number: asQuantity(block.number, "the block's number"),
    hash: asHash(block.hash, "the block's hash"),
    parentHash: asHash(block.parentHash, "the block's parentHash"),
    timestamp: asQuantity(block.timestamp, "the block's timestamp"),
    baseFeePerGas:
      block.baseFeePerGas === undefined || block.baseFeePerGas === null
        ? undefined
        : asQuantity(block.baseFeePerGas, "the block's baseFeePerGas"),
    logsBloom: asBloom(block.logsBloom),
  };
}

/**
 * Reads the answer to `eth_call` of a contract's function.
 *
 * @throws NodeUnavailable when the function does not return such data. A missing contract returns "0x"
 */
export function asReturned(coder: ContractCoder, name: string, answer: unknown): readonly unknown[] {
  const data = asBytes(answer, `the answer to ${name}`);
  try {
    return coder.returned(name, data);
  } catch {
    throw malformedAnswer(`the answer to ${name}`, "what the contract returns", answer);
  }
}

/** A log of a mined block; all hex in lower case. */
export interface ChainLog extends EncodedEvent {
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly transactionHash: string;
  /** Its index among the block's logs. */
  readonly logIndex: number;
}

const MOST_TOPICS = 4;

/**
 * Reads the answer to `eth_getLogs`, or the logs of a receipt.
 *
 * @throws NodeUnavailable when the answer is malformed, or has a pending or removed log
 */
export function asLogs(answer: unknown): ChainLog[] {
  return asList(answer, "the logs").map((each, index) => logOf(each, `log ${String(index)}`));
}

function logOf(answer: unknown, what: string): ChainLog {
  const log = asObject(answer, what);
  if (log.removed === true) throw malformedAnswer(what, "a log of the chain", "a removed one");
  const topics = asList(log.topics, `${what}'s topics`);
  if (topics.length > MOST_TOPICS) throw malformedAnswer(`${what}'s topics`, `at most ${String(MOST_TOPICS)}`, topics);
  return {
    address: asAddress(log.address, `${what}'s address`),
    topics: topics.map((topic) => asHash(topic, `${what}'s topic`)),
    data: asBytes(log.data, `${what}'s data`),
    blockNumber: asQuantity(log.blockNumber, `${what}'s blockNumber`),
    blockHash: asHash(log.blockHash, `${what}'s blockHash`),
    transactionHash: asHash(log.transactionHash, `${what}'s transactionHash`),
    logIndex: asCount(log.logIndex, `${what}'s logIndex`),
  };
}

/** The receipt of a mined transaction. */
export interface Receipt {
  readonly transactionHash: string;
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly gasUsed: bigint;
  /** False when the transaction reverted. */
  readonly succeeded: boolean;
  readonly logs: readonly ChainLog[];
}

/**
 * Reads the answer to `eth_getTransactionReceipt`.
 *
 * @returns undefined when the transaction is not mined or not known
 * @throws NodeUnavailable when the answer is malformed or contradicts itself
 */
export function asReceipt(answer: unknown): Receipt | undefined {
  if (answer === null) return undefined;
  const receipt = asObject(answer, "the receipt");
  const status = asQuantity(receipt.status, "the receipt's status");
  if (status > 1n) throw malformedAnswer("the receipt's status", "0 or 1", receipt.status);
  const transactionHash = asHash(receipt.transactionHash, "the receipt's transactionHash");
  const blockHash = asHash(receipt.blockHash, "the receipt's blockHash");
  const logs = asLogs(receipt.logs);
  const foreign = logs.find((log) => log.transactionHash !== transactionHash || log.blockHash !== blockHash);
  if (foreign !== undefined) throw malformedAnswer("the receipt's logs", "its transaction's", foreign.transactionHash);
  return {
    transactionHash,
    blockNumber: asQuantity(receipt.blockNumber, "the receipt's blockNumber"),
    blockHash,
    gasUsed: asQuantity(receipt.gasUsed, "the receipt's gasUsed"),
    succeeded: status === 1n,
    logs,
  };
}
