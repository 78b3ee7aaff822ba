import type { Clock } from "../../service/clock.js";
import { type Backoff, backoffMs } from "./backoff.js";
import { BatchLimit } from "./batch-limit.js";
import { answersIn, bodyOf, isForSmallerBatch, isTemporary, type Question } from "./envelope.js";
import { type Endpoint, endpointOf, exchange, type ExchangeLimits } from "./exchange.js";
import { type CallAnswer, type NodeClient, NodeUnavailable } from "./node-client.js";
import { FailedRequest, type NodeFault } from "./node-fault.js";

interface NodeClientOptions {
  /** The node's URL, http or https. It may hold a key and is never shown. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Ends all requests, present and future, with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Tries before {@link NodeUnavailable}; 6 by default. */
  readonly tries?: number;
  /** Waits between tries; 100 ms, doubling up to 5 s, by default. */
  readonly backoff?: Backoff;
  /** 10 s and 64 MB by default. */
  readonly limits?: ExchangeLimits;
  /** Most calls in one message; 100 by default, and fewer where the node refuses as many. */
  readonly batchSize?: number;
  /** Most messages at once, each on its own connection; 16 by default. */
  readonly connections?: number;
  /** Called after each try without a usable answer. */
  readonly onFault?: (fault: NodeFault) => void;
}

type Call = Parameters<NodeClient["request"]>[0];

/** More calls than anybody wants answered together. */
const MOST_TOGETHER = 10_000;
/** Faults that a message with fewer calls may not have. */
const MAYBE_TOO_MANY: ReadonlySet<string> = new Set(["batch", "broken", "malformed", "size", "status", "timeout"]);

/**
 * A client of a node over HTTP. It retries while the node cannot be reached, is busy or gives malformed answers. A
 * message that the node refuses for the number of its calls is sent again in halves, in the end call by call.
 * A method that would act twice (`eth_sendTransaction`, and every method that controls a test node) is retried only if
 * the request cannot have reached the node. `eth_sendRawTransaction` is retried: the node then may answer that it knows
 * the transaction already.
 *
 * @throws UserError when the URL is not of http or https
 */
export function httpNodeClient(options: NodeClientOptions): NodeClient {
  return new HttpNodeClient(options);
}

class HttpNodeClient implements NodeClient {
  readonly #options: Required<Omit<NodeClientOptions, "url" | "headers" | "signal" | "connections">>;
  readonly #signal: AbortSignal | undefined;
  readonly #endpoint: Endpoint;
  readonly #gate: Gate;
  readonly #batch: BatchLimit;
  #lastId = 0;

  constructor({ url, headers, signal, connections = 16, ...options }: NodeClientOptions) {
    this.#endpoint = endpointOf(url, headers);
    this.#signal = signal;
    this.#gate = new Gate(connections);
    this.#options = {
      tries: 6,
      backoff: { firstMs: 100, longestMs: 5_000 },
      limits: { timeoutMs: 10_000, maxBytes: 64_000_000 },
      batchSize: 100,
      onFault: () => undefined,
      ...options,
    };
    this.#batch = new BatchLimit(Math.max(this.#options.batchSize, MOST_TOGETHER));
  }

  async request(call: Call): Promise<unknown> {
    const [answer] = await this.#ask([call], false);
    if (answer === undefined) throw new Error("one call has one answer");
    if ("error" in answer) throw answer.error;
    return answer.result;
  }

  async requestMany(calls: readonly Call[], { together = false } = {}): Promise<CallAnswer[]> {
    const batchSize = together ? calls.length : this.#options.batchSize;
    const chunks = partsOf(calls, batchSize);
    return (await Promise.all(chunks.map((chunk) => this.#ask(chunk, together)))).flat();
  }

  /** Asks until each call has an answer. Retries only the calls without one, unless all must be answered together. */
  async #ask(calls: readonly Call[], together: boolean): Promise<CallAnswer[]> {
    const answers = new Map<Call, CallAnswer>();
    for (let attempt = 1; ; attempt++) {
      const open = calls.filter((call) => !answers.has(call));
      const fault = await this.#try(open, answers, together);
      if (fault === undefined) return calls.map((call) => answers.get(call)).filter((answer) => answer !== undefined);
      // The first time it may be chance.
      if (MAYBE_TOO_MANY.has(fault.kind) && (attempt > 1 || fault.kind === "size")) {
        this.#batch.failed(Math.min(open.length, this.#batch.size));
      }
      if (together) answers.clear();
      await this.#waitAfter(
        fault,
        calls.filter((call) => !answers.has(call)),
        attempt,
      );
    }
  }

  /** Asks once. @returns why some calls have no answer */
  async #try(
    calls: readonly Call[],
    answers: Map<Call, CallAnswer>,
    together: boolean,
  ): Promise<FailedRequest | undefined> {
    const questions = calls.map(({ method, params = [] }) => ({ id: ++this.#lastId, method, params }));
    const received = new Map<number, CallAnswer>();
    // Should the node want smaller messages, these must still arrive in their order.
    const inOrder = together || calls.some(({ method }) => method === "eth_sendRawTransaction");
    let fault: FailedRequest | undefined;
    try {
      await this.#deliver(questions, received, inOrder);
    } catch (error) {
      if (!(error instanceof FailedRequest)) throw error;
      fault = error;
    }
    questions.forEach((question, index) => {
      const call = calls[index];
      const answer = received.get(question.id);
      const problem = problemOf(answer, question.method);
      if (problem !== undefined) fault ??= problem;
      else if (call !== undefined && answer !== undefined) answers.set(call, answer);
    });
    return fault;
  }

  /** Sends the questions in as many messages as the node wants. @throws FailedRequest when one has no answer */
  async #deliver(questions: readonly Question[], received: Map<number, CallAnswer>, inOrder: boolean): Promise<void> {
    if (questions.length > this.#batch.size) {
      await this.#deliverParts(questions, this.#batch.size, received, inOrder);
      return;
    }
    let answers: Map<number, CallAnswer>;
    try {
      answers = await this.#exchange(questions);
    } catch (error) {
      const isRefused = error instanceof FailedRequest && error.kind === "batch";
      if (!isRefused || questions.length === 1) throw error;
      const half = Math.ceil(questions.length / 2);
      await this.#deliverParts(questions, half, received, inOrder);
      this.#batch.refusedAbove(half);
      return;
    }
    const cramped: Question[] = [];
    for (const question of questions) {
      const answer = answers.get(question.id);
      if (answer === undefined) continue;
      if (questions.length > 1 && isForSmallerBatch(answer)) cramped.push(question);
      else received.set(question.id, answer);
    }
    if (cramped.length === 0) this.#batch.carried(answers.size);
    else await this.#deliverParts(cramped, Math.ceil(questions.length / 2), received, inOrder);
  }

  async #deliverParts(
    questions: readonly Question[],
    size: number,
    received: Map<number, CallAnswer>,
    inOrder: boolean,
  ): Promise<void> {
    const send = (part: readonly Question[]) => this.#deliver(part, received, inOrder);
    if (inOrder) {
      for (const part of partsOf(questions, size)) await send(part);
      return;
    }
    // The first alone: it finds out how many calls the node takes.
    const [first = [], ...others] = partsOf(questions, size);
    await send(first);
    const ends = await Promise.allSettled(others.map(send));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  async #exchange(questions: readonly Question[]): Promise<Map<number, CallAnswer>> {
    const { limits, clock } = this.#options;
    const ask = () => exchange(this.#endpoint, bodyOf(questions), limits, clock, this.#signal);
    return answersIn(await this.#gate.pass(ask), questions);
  }

  /** Waits for the next try. @throws NodeUnavailable when there is no next try */
  async #waitAfter(fault: FailedRequest, calls: readonly Call[], attempt: number): Promise<void> {
    const { tries, backoff, clock, onFault } = this.#options;
    const { kind, message: problem } = fault;
    const methods = [...new Set(calls.map(({ method }) => method))];
    // A retry would give the same answer, which is too long.
    const isTooLong = kind === "size" && calls.length === 1;
    const again = attempt < tries && !isTooLong && (kind === "unreachable" || methods.every(mayRepeat));
    const wait = Math.max(backoffMs(attempt, backoff), Math.min(fault.waitMs, backoff.longestMs));
    onFault({ kind, problem, methods, attempt, retryInMs: again ? wait : undefined });
    if (!again) throw new NodeUnavailable(`the node: ${methods.join(", ")}: ${problem}`, { cause: fault });
    await clock.sleep(wait, this.#signal);
  }
}

function partsOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

function problemOf(answer: CallAnswer | undefined, method: string): FailedRequest | undefined {
  if (answer === undefined) return new FailedRequest("malformed", "the answer leaves a call out");
  if (!("error" in answer) || !isTemporary(answer.error, method)) return undefined;
  return new FailedRequest("busy", `the node answers: ${answer.error.message} (${answer.error.code})`, {
    cause: answer.error,
  });
}

function mayRepeat(method: string): boolean {
  return /^(eth|net|web3)_/.test(method) && method !== "eth_sendTransaction";
}

/** Limits how many run at once; the others wait in order. */
class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param width - how many may run at once, at least 1 */
  constructor(width: number) {
    this.#free = width;
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((enter) => this.#waiting.push(enter));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
