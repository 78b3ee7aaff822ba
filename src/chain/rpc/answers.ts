import type { ContractCoder } from "../abi/contract-coder.js";
import type { EncodedEvent } from "../abi/event-coder.js";
import { type NodeClient, NodeUnavailable } from "./node-client.js";

// Single values of a node's answers, checked: a node that talks nonsense is one to ask again, not one to believe.

/** A number, "0x" and hex digits. @param what - names the value in the error @throws NodeUnavailable when it is none */
export function asQuantity(value: unknown, what: string): bigint {
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,64}$/i.test(value)) throw malformedAnswer(what, "a quantity", value);
  return BigInt(value);
}

/** A number as a node takes it: {@link asQuantity} reads it back. @example quantity(255n) // "0xff" */
export function quantity(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

/** A number that counts things in one block or one message, so that it fits a double. */
export function asCount(value: unknown, what: string): number {
  const count = asQuantity(value, what);
  if (count > BigInt(Number.MAX_SAFE_INTEGER)) throw malformedAnswer(what, "a count", value);
  return Number(count);
}

/** 32 bytes in hex, in lower case. @throws NodeUnavailable when it is none */
export function asHash(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]{64}$/i.test(value)) throw malformedAnswer(what, "a hash", value);
  return value.toLowerCase();
}

/** 20 bytes in hex, in lower case. @throws NodeUnavailable when it is none */
export function asAddress(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]{40}$/i.test(value)) throw malformedAnswer(what, "an address", value);
  return value.toLowerCase();
}

/** Bytes in hex, in lower case. @throws NodeUnavailable when they are none */
export function asBytes(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x([0-9a-f]{2})*$/i.test(value)) throw malformedAnswer(what, "bytes", value);
  return value.toLowerCase();
}

/** A JSON object. @throws NodeUnavailable when it is none */
export function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformedAnswer(what, "an object", value);
  return value as Record<string, unknown>;
}

/** A JSON list. @throws NodeUnavailable when it is none */
export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformedAnswer(what, "a list", value);
  return value as unknown[];
}

const LONGEST = 80;

/** The error for a value that is not what it should be, the value shown, cut when long. */
export function malformedAnswer(what: string, expected: string, value: unknown): NodeUnavailable {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return new NodeUnavailable(`the node's answer: ${what} should be ${expected}, not ${shown}`);
}

/** A block's head, as a node tells it. */
export interface BlockHead {
  readonly number: bigint;
  readonly hash: string;
  readonly parentHash: string;
  /** Unix time, s. */
  readonly timestamp: bigint;
  /** Wei per gas; undefined on a chain without it. */
  readonly baseFeePerGas: bigint | undefined;
}

/**
 * Reads the answer to `eth_getBlockByNumber` or `eth_getBlockByHash`.
 *
 * @returns undefined when the node has no such block
 * @throws NodeUnavailable when the answer is no block
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
  };
}

/**
 * Reads the answer to `eth_call` of a contract's function.
 *
 * @throws NodeUnavailable when it is not what the function returns: also "0x", which stands for a contract that is not there
 */
export function asReturned(coder: ContractCoder, name: string, answer: unknown): readonly unknown[] {
  const data = asBytes(answer, `the answer to ${name}`);
  try {
    return coder.returned(name, data);
  } catch {
    throw malformedAnswer(`the answer to ${name}`, "what the contract returns", answer);
  }
}

/** A log of a mined block, as a node tells it; all hex in lower case. */
export interface ChainLog extends EncodedEvent {
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly transactionHash: string;
  /** Its place among the block's logs. */
  readonly logIndex: number;
}

const MOST_TOPICS = 4;

/**
 * Reads the answer to `eth_getLogs`, or the logs of a receipt.
 *
 * @throws NodeUnavailable when it is no list of logs, or holds one that is pending or removed
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

/** The receipt of a mined transaction, as a node tells it. */
export interface Receipt {
  readonly transactionHash: string;
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly gasUsed: bigint;
  /** False when the transaction was reverted. */
  readonly succeeded: boolean;
  readonly logs: readonly ChainLog[];
}

/**
 * Reads the answer to `eth_getTransactionReceipt`.
 *
 * @returns undefined when the transaction is not mined, or not known
 * @throws NodeUnavailable when the answer is no receipt, or one that contradicts itself
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

/** The number of the chain's last block, or why the node does not tell. */
export async function latestBlock(node: NodeClient): Promise<bigint | string> {
  try {
    return asQuantity(await node.request({ method: "eth_blockNumber" }), "the block number");
  } catch (error) {
    return (error as Error).message;
  }
}
