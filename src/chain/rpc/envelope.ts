import { type CallAnswer, RpcError } from "./node-client.js";
import { FailedRequest } from "./node-fault.js";

/** A call with the id that its answer must carry. */
export interface Question {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** The message for some calls: one alone, or several as a batch (JSON-RPC 2.0). */
export function bodyOf(questions: readonly Question[]): string {
  const messages = questions.map(({ id, method, params }) => ({ jsonrpc: "2.0", id, method, params }));
  return JSON.stringify(messages.length === 1 ? messages[0] : messages);
}

/**
 * Reads the answers from a node's JSON.
 *
 * @returns the answers by the question's id; a batch may leave some out
 * @throws FailedRequest when the JSON does not answer these questions; of kind "batch" when the node refuses several in
 *   one message
 */
export function answersIn(answer: unknown, questions: readonly Question[]): Map<number, CallAnswer> {
  const asked = new Set(questions.map(({ id }) => id));
  const answers = new Map<number, CallAnswer>();
  const whole = errorForAll(answer, asked);
  if (whole !== undefined) {
    const told = answerIn(whole);
    if (asked.size > 1 && "error" in told && isAboutBatch(told.error))
      throw new FailedRequest("batch", told.error.message);
    return new Map(questions.map(({ id }) => [id, told]));
  }
  if (Array.isArray(answer) !== questions.length > 1)
    throw malformed(questions.length > 1 ? "is not a batch" : "is a batch");
  for (const each of Array.isArray(answer) ? (answer as unknown[]) : [answer]) {
    if (!isObject(each)) throw malformed("is not an object");
    const { id } = each;
    if (typeof id !== "number" || !asked.has(id)) throw malformed("has the id of another question");
    if (answers.has(id)) throw malformed("has one id twice");
    answers.set(id, answerIn(each));
  }
  return answers;
}

/**
 * An error about the whole message: the node did not read the ids, or it refuses the batch, and names its first id or
 * none. Some put that error into a list (Geth).
 */
function errorForAll(answer: unknown, asked: ReadonlySet<number>): Record<string, unknown> | undefined {
  const list = Array.isArray(answer) ? (answer as unknown[]) : [answer];
  const [only] = list;
  if (list.length !== 1 || !isObject(only) || only.error === undefined || only.error === null) return undefined;
  if (asked.size === 1) return Array.isArray(answer) || typeof only.id === "number" ? undefined : nameless(only);
  return Array.isArray(answer) && typeof only.id === "number" && !isBatchError(only.error) ? undefined : only;
}

function nameless(answer: Record<string, unknown>): Record<string, unknown> | undefined {
  return answer.id === null || answer.id === undefined ? answer : undefined;
}

function isBatchError(error: unknown): boolean {
  return isObject(error) && typeof error.message === "string" && BATCH.test(error.message);
}

/** Whether fewer calls may be taken: whatever an error about all calls means that does not pass by itself. */
function isAboutBatch(error: RpcError): boolean {
  return BATCH.test(error.message) || !isTemporary(error, "");
}

/** Whether a call was refused since the answers to the whole batch would be too long (Geth, Erigon). */
export function isForSmallerBatch(answer: CallAnswer): boolean {
  return "error" in answer && /batch|^response (is )?too (large|big)/i.test(answer.error.message);
}

/** Every make of node that limits batches says this word. */
const BATCH = /batch/i;

function answerIn(answer: Record<string, unknown>): CallAnswer {
  const { error } = answer;
  if (error === undefined || error === null) {
    if (!("result" in answer)) throw malformed("has neither result nor error");
    return { result: answer.result };
  }
  if (!isObject(error) || typeof error.code !== "number" || typeof error.message !== "string") {
    throw malformed("has an error without code and message");
  }
  return { error: new RpcError(error.code, error.message, error.data) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function malformed(problem: string): FailedRequest {
  return new FailedRequest("malformed", `the answer ${problem}`);
}

/**
 * Whether a node's error is temporary, so that the same question may be answered in a moment:
 *
 * - Rate limits, -32005 or 429, unless the message says that the answer is too large.
 * - -32002, "resource unavailable".
 * - Never what is wrong with a transaction that was sent: some nodes use these codes for it (Besu).
 * - -32603, "internal error", without data and not about a transaction's fault. With data it is how some nodes report a
 *   revert, and some nodes use it to reject transactions.
 * - A block that the node does not have yet, as happens behind a load balancer. Except when asked for the logs of one
 *   block by its hash: the chain may have given up that block, and the caller has to know at once.
 */
export function isTemporary({ code, message, data }: RpcError, method: string): boolean {
  if (method === "eth_sendRawTransaction" && TRANSACTION_FAULT.test(message)) return false;
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
