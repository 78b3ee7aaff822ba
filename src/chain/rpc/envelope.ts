import { type CallAnswer, RpcError } from "./node-client.js";
import { FailedRequest } from "./node-fault.js";

/** A call with the id that its answer must carry. */
export interface Question {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** One question as a plain message, several as a batch (JSON-RPC 2.0). */
export function bodyOf(questions: readonly Question[]): string {
  const messages = questions.map(({ id, method, params }) => ({ jsonrpc: "2.0", id, method, params }));
  return JSON.stringify(messages.length === 1 ? messages[0] : messages);
}

/**
 * Reads the answers out of a node's JSON.
 *
 * @returns by the question's id; a batch may have left some out
 * @throws FailedRequest when it is no answer to these questions
 */
export function answersIn(told: unknown, questions: readonly Question[]): Map<number, CallAnswer> {
  const asked = new Set(questions.map(({ id }) => id));
  const answers = new Map<number, CallAnswer>();
  if (!Array.isArray(told) && isRecord(told) && isRefusal(told, asked)) {
    return new Map(questions.map(({ id }) => [id, answerIn(told)]));
  }
  if (Array.isArray(told) !== questions.length > 1) throw nonsense("is not of the question's form");
  for (const each of Array.isArray(told) ? (told as unknown[]) : [told]) {
    if (!isRecord(each)) throw nonsense("is not an object");
    const { id } = each;
    if (typeof id !== "number" || !asked.has(id)) throw nonsense("has the id of another question");
    if (answers.has(id)) throw nonsense("has one id twice");
    answers.set(id, answerIn(each));
  }
  return answers;
}

/** An error about the message as a whole: what a node answers when it did not even read the ids, or takes no batch. */
function isRefusal(told: Record<string, unknown>, asked: ReadonlySet<number>): boolean {
  return "error" in told && (told.id === null || told.id === undefined) && asked.size > 0;
}

function answerIn(told: Record<string, unknown>): CallAnswer {
  const { error } = told;
  if (error === undefined || error === null) {
    if (!("result" in told)) throw nonsense("has neither result nor error");
    return { result: told.result };
  }
  if (!isRecord(error) || typeof error.code !== "number" || typeof error.message !== "string") {
    throw nonsense("has an error without code and message");
  }
  return { error: new RpcError(error.code, error.message, error.data) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function nonsense(problem: string): FailedRequest {
  return new FailedRequest("nonsense", `the answer ${problem}`);
}

/**
 * Whether a node's error asks for patience rather than refuses: the same question may be answered in a moment.
 *
 * - Rate limits, -32005 or 429, unless the text says that the answer itself is too big.
 * - -32002, "resource unavailable".
 * - -32603, "internal error", without data: with data it is a revert in some nodes' dress. Some nodes also refuse
 *   transactions by it: what names a transaction's fault stands.
 * - A block that the node has not got yet, as one behind a load balancer answers. Whoever asks for the logs of one
 *   block by its hash wants to know at once: the block may have been given up.
 */
export function asksForPatience({ code, message, data }: RpcError, method: string): boolean {
  if (code === -32005 || code === 429) return !TOO_BIG.test(message);
  if (code === -32002) return true;
  if (NO_BLOCK.test(message)) return method !== "eth_getLogs";
  if (code === -32603) return data === undefined && !TRANSACTION_FAULT.test(message);
  return BUSY.test(message);
}

const TOO_BIG = /results|range|response size|too (large|big)/i;
const NO_BLOCK = /header not found|header for hash not found|unknown block|block not found|missing trie node/i;
const TRANSACTION_FAULT = /revert|nonce|underpriced|insufficient|already (known|imported)|gas|fee|signature|sender/i;
const BUSY = /rate limit|too many requests|timed? ?out|try again|temporarily|overloaded/i;
