import type { Clock } from "../../service/clock.js";
import { type Backoff, backoffMs } from "./backoff.js";
import { answersIn, asksForPatience, bodyOf, type Question } from "./envelope.js";
import { type Endpoint, endpointOf, exchange, type ExchangeLimits } from "./exchange.js";
import { type CallAnswer, type NodeClient, NodeUnavailable } from "./node-client.js";
import { FailedRequest, type NodeFault } from "./node-fault.js";

export interface NodeClientOptions {
  /** Of http or https; may hold a key, and is never shown. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Ends every request, under way or to come, with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** How often a question is asked before {@link NodeUnavailable}; 6 without it. */
  readonly tries?: number;
  /** 100 ms, doubling up to 5 s, without it. */
  readonly backoff?: Backoff;
  /** 10 s and 64 MB without it. */
  readonly limits?: ExchangeLimits;
  /** Calls in one message at most; 100 without it. */
  readonly batchSize?: number;
  /** Messages under way at once at most, each on a connection of its own; 16 without it. */
  readonly connections?: number;
  /** Told of every try that brought no usable answer. */
  readonly onFault?: (fault: NodeFault) => void;
}

type Call = Parameters<NodeClient["request"]>[0];

/**
 * Asks a node over HTTP, and again while it cannot be reached, is busy or talks nonsense. What would do something twice
 * when asked twice (`eth_sendTransaction`, and every method that steers a test node) is asked again only when it cannot
 * have reached the node. `eth_sendRawTransaction` is asked again: the second answer may be that it is known already.
 *
 * @throws UserError when the URL is none of http or https
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

  /** Asks until every call has its answer; what was answered is not asked again, unless all must come together. */
  async #ask(calls: readonly Call[], together: boolean): Promise<CallAnswer[]> {
    const answers = new Map<Call, CallAnswer>();
    for (let attempt = 1; ; attempt++) {
      const isOpen = (call: Call) => !answers.has(call);
      const fault = await this.#try(calls.filter(isOpen), answers);
      if (fault === undefined) return calls.map((call) => answers.get(call)).filter((answer) => answer !== undefined);
      if (together) answers.clear();
      await this.#takeIn(fault, [...new Set(calls.filter(isOpen).map(({ method }) => method))], attempt);
    }
  }

  /** Asks once. @returns what keeps some calls from being answered */
  async #try(calls: readonly Call[], answers: Map<Call, CallAnswer>): Promise<FailedRequest | undefined> {
    const questions = calls.map(({ method, params = [] }) => ({ id: ++this.#lastId, method, params }));
    try {
      const told = await this.#exchange(questions);
      let fault: FailedRequest | undefined;
      questions.forEach((question, index) => {
        const call = calls[index];
        const answer = told.get(question.id);
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

  /** Waits for the next try. @throws NodeUnavailable when there is none */
  async #takeIn(fault: FailedRequest, methods: readonly string[], attempt: number): Promise<void> {
    const { tries, backoff, clock, onFault } = this.#options;
    const { kind, message: problem } = fault;
    // The same question has the same answer: too long.
    const again = attempt < tries && kind !== "size" && (kind === "unreachable" || methods.every(mayRepeat));
    const wait = Math.max(backoffMs(attempt, backoff), Math.min(fault.waitMs, backoff.longestMs));
    onFault({ kind, problem, methods, attempt, retryInMs: again ? wait : undefined });
    if (!again) throw new NodeUnavailable(`the node: ${methods.join(", ")}: ${problem}`, { cause: fault });
    await clock.sleep(wait, this.#signal);
  }
}

function problemOf(answer: CallAnswer | undefined, method: string): FailedRequest | undefined {
  if (answer === undefined) return new FailedRequest("nonsense", "the answer leaves a call out");
  if (!("error" in answer) || !asksForPatience(answer.error, method)) return undefined;
  return new FailedRequest("busy", `the node answers: ${answer.error.message} (${answer.error.code})`, {
    cause: answer.error,
  });
}

function mayRepeat(method: string): boolean {
  return /^(eth|net|web3)_/.test(method) && method !== "eth_sendTransaction";
}

/** Lets a few through at a time; the others wait in their order. */
export class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param width - how many may be inside at once, at least 1 */
  constructor(width: number) {
    this.#free = width;
  }

  async pass<Told>(work: () => Promise<Told>): Promise<Told> {
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
