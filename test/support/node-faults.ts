import { keccak256, toQuantity } from "ethers";

import type { Random } from "../../src/model/random.js";

/** What can go wrong between a client and its node. */
export type Fault =
  /** The connection ends without an answer. */
  | { readonly kind: "cut off" }
  /** No answer ever. */
  | { readonly kind: "hang" }
  /** The right answer, late. */
  | { readonly kind: "slow"; readonly ms: number }
  /** An HTTP status such as 500 or 429 instead of an answer. */
  | { readonly kind: "status"; readonly status: number }
  /** The first half of the right answer. */
  | { readonly kind: "truncated" }
  /** The right answer to some other question. */
  | { readonly kind: "wrong id" }
  /** A well-formed answer whose result is this, whatever was asked. */
  | { readonly kind: "nonsense"; readonly result: unknown }
  /** The right answer's result, changed. */
  | { readonly kind: "altered"; readonly change: (result: unknown) => unknown }
  /** A JSON-RPC error, without asking the node. */
  | { readonly kind: "error"; readonly code: number; readonly message: string; readonly data?: unknown }
  /** A raw transaction is answered with its hash, and never reaches the node. Other calls go through. */
  | { readonly kind: "swallow" }
  /** The node seems not to know any block above this one. */
  | { readonly kind: "stale"; readonly head: bigint }
  /** The node seems so many blocks behind. */
  | { readonly kind: "behind"; readonly blocks: number }
  /** A message of more calls is refused as a whole. */
  | { readonly kind: "small batches"; readonly most: number };

export interface RpcCall {
  readonly jsonrpc: "2.0";
  readonly id: number | string;
  readonly method: string;
  readonly params?: readonly unknown[];
}

export interface RpcAnswer {
  readonly jsonrpc: "2.0";
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** Picks what happens to a call; undefined: nothing bad. */
export type FaultChoice = (call: RpcCall) => Fault | undefined;

/** The answer to one call under its fault. @param ask - asks the real node */
export async function answerOf(
  call: RpcCall,
  fault: Fault | undefined,
  ask: (call: RpcCall) => Promise<RpcAnswer>,
): Promise<RpcAnswer> {
  const { id, method } = call;
  switch (fault?.kind) {
    case "wrong id":
      return { ...(await ask(call)), id: "another" };
    case "nonsense":
      return { jsonrpc: "2.0", id, result: fault.result };
    case "altered": {
      const answer = await ask(call);
      return answer.error === undefined ? { ...answer, result: fault.change(answer.result) } : answer;
    }
    case "error": {
      const { code, message, data } = fault;
      return { jsonrpc: "2.0", id, error: { code, message, ...(data === undefined ? {} : { data }) } };
    }
    case "swallow":
      if (method !== "eth_sendRawTransaction") return ask(call);
      return { jsonrpc: "2.0", id, result: keccak256(call.params?.[0] as string) };
    case "stale":
      return staleAnswer(call, fault.head, ask);
    case "behind": {
      const { result } = await ask({ jsonrpc: "2.0", id, method: "eth_blockNumber" });
      const head = BigInt(result as string) - BigInt(fault.blocks);
      return staleAnswer(call, head < 0n ? 0n : head, ask);
    }
    default:
      return ask(call);
  }
}

async function staleAnswer(
  call: RpcCall,
  head: bigint,
  ask: (call: RpcCall) => Promise<RpcAnswer>,
): Promise<RpcAnswer> {
  const { id, method } = call;
  if (method === "eth_blockNumber") return { jsonrpc: "2.0", id, result: toQuantity(head) };
  const answer = await ask({ ...call, params: withoutLatest(call.params ?? [], toQuantity(head)) as unknown[] });
  const { result } = answer;
  if (method !== "eth_getTransactionReceipt" || typeof result !== "object" || result === null) return answer;
  return BigInt((result as { blockNumber: string }).blockNumber) > head ? { jsonrpc: "2.0", id, result: null } : answer;
}

/** The parameters with the block tag `latest` replaced wherever it stands. */
function withoutLatest(value: unknown, head: string): unknown {
  if (value === "latest") return head;
  if (Array.isArray(value)) return value.map((item) => withoutLatest(item, head));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutLatest(item, head)]));
}

/** A node that has a block before its logs: each question for logs is answered by none the first time. */
export function emptyLogsOnce(): FaultChoice {
  const asked = new Set<string>();
  return ({ method, params }) => {
    const question = JSON.stringify(params);
    if (method !== "eth_getLogs" || asked.has(question)) return undefined;
    asked.add(question);
    return { kind: "nonsense", result: [] };
  };
}

/** A node that does not know these methods. */
export function lacking(...methods: readonly string[]): FaultChoice {
  return ({ method }) =>
    methods.includes(method)
      ? { kind: "error", code: -32_601, message: `the method ${method} does not exist/is not available` }
      : undefined;
}

/**
 * One call in so many fares badly, by lot.
 *
 * @param share - of the calls, 0 to 1
 * @param faults - equally likely
 */
export function atRandom(random: Random, share: number, faults: readonly Fault[]): FaultChoice {
  return () => (random() < share ? faults[Math.floor(random() * faults.length)] : undefined);
}
