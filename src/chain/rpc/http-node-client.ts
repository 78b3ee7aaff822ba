import type { Clock } from "../../service/clock.js";
import { type Backoff, backoffMs } from "./backoff.js";
import { answersIn, isTemporary, bodyOf, type Question } from "./envelope.js";
import { type Endpoint, endpointOf, exchange, type ExchangeLimits } from "./exchange.js";
import { type CallAnswer, type NodeClient, NodeUnavailable } from "./node-client.js";
import { FailedRequest, type NodeFault } from "./node-fault.js";

export interface NodeClientOptions {
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
  /** Most calls in one message; 100 by default. */
  readonly batchSize?: number;
  /** Most messages at once, each on its own connection; 16 by default. */
  readonly connections?: number;
  /** Called after each try without a usable answer. */
  readonly onFault?: (fault: NodeFault) => void;
}

type Call = Parameters<NodeClient["request"]>[0];

/**
 * A client of a node over HTTP. It retries while the node cannot be reached, is busy or gives malformed answers.
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
  }

  async request(call: Call): Promise<unknown> {
    const [answer] = await this.#ask([call], false);
    if (answer === undefined) throw new Error("one call has one answer");
    if ("error" in answer) throw answer.error;
    return answer.result;
  }

  async requestMany(calls: readonly Call[], { together = false } = {}): Promise<CallAnswer[]> {
    const batchSize = together ? calls.length : this.#options.batchSize;
    const chunks = Array.from({ length: Math.ceil(calls.length / batchSize) }, (_, i) =>
      calls.slice(i * batchSize, (i + 1) * batchSize),
    );
    return (await Promise.all(chunks.map((chunk) => this.#ask(chunk, together)))).flat();
  }

  /** Asks until each call has an answer. Retries only the calls without one, unless all must be answered together. */
  async #ask(calls: readonly Call[], together: boolean): Promise<CallAnswer[]> {
    const answers = new Map<Call, CallAnswer>();
    for (let attempt = 1; ; attempt++) {
      const isOpen = (call: Call) => !answers.has(call);
      const fault = await this.#try(calls.filter(isOpen), answers);
      if (fault === undefined) return calls.map((call) => answers.get(call)).filter((answer) => answer !== undefined);
      if (together) answers.clear();
      await this.#waitAfter(fault, [...new Set(calls.filter(isOpen).map(({ method }) => method))], attempt);
    }
  }

  /** Asks once. @returns why some calls have no answer */
  async #try(calls: readonly Call[], answers: Map<Call, CallAnswer>): Promise<FailedRequest | undefined> {
    const questions = calls.map(({ method, params = [] }) => ({ id: ++this.#lastId, method, params }));
    try {
      const received = await this.#exchange(questions);
      let fault: FailedRequest | undefined;
      questions.forEach((question, index) => {
        const call = calls[index];
        const answer = received.get(question.id);
        const problem = problemOf(answer, question.method);
        if (problem !== undefined) fault = problem;
        else if (call !== undefined && answer !== undefined) answers.set(call, answer);
      });
      return fault;
    } catch (error) {
      if (error instanceof FailedRequest) return error;
      throw error;
    }
  }

  async #exchange(questions: readonly Question[]): Promise<Map<number, CallAnswer>> {
    const { limits, clock } = this.#options;
    const ask = () => exchange(this.#endpoint, bodyOf(questions), limits, clock, this.#signal);
    return answersIn(await this.#gate.pass(ask), questions);
  }

  /** Waits for the next try. @throws NodeUnavailable when there is no next try */
  async #waitAfter(fault: FailedRequest, methods: readonly string[], attempt: number): Promise<void> {
    const { tries, backoff, clock, onFault } = this.#options;
    const { kind, message: problem } = fault;
    // A retry would give the same answer, which is too long.
    const again = attempt < tries && kind !== "size" && (kind === "unreachable" || methods.every(mayRepeat));
    const wait = Math.max(backoffMs(attempt, backoff), Math.min(fault.waitMs, backoff.longestMs));
    onFault({ kind, problem, methods, attempt, retryInMs: again ? wait : undefined });
    if (!again) throw new NodeUnavailable(`the node: ${methods.join(", ")}: ${problem}`, { cause: fault });
    await clock.sleep(wait, this.#signal);
  }
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
