import { backoffMs } from "../chain/rpc/backoff.js";
import type { Clock } from "../service/clock.js";
import {
  type KnownAgreement,
  MESSAGES_PER_BODY,
  readPage,
  type SignatureMessage,
  type VerdictMessage,
} from "./wire.js";

export interface PeerParts {
  /** Of its service. */
  readonly url: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Takes what the peer says it knows; whatever that is, it is still to be checked. */
  readonly learn: (known: readonly KnownAgreement[]) => Promise<void>;
  /** Told when an exchange failed, and why. */
  readonly onFault: (problem: string) => void;
  /** Time between two times of asking what the peer knows, ms. */
  readonly askEveryMs: number;
}

/** Time in which messages are gathered into one body, ms. */
const GATHERING_MS = 25;
const TIMEOUT_MS = 5000;
/** Of an answer to a question; a page of agreements is below half of it. */
const ANSWER_BYTES = 512 * 1024;
/** Of one round of questions. */
const PAGES = 500;
/** Messages kept for a peer that does not answer: older ones it learns by asking. */
const WAITING = 20_000;
const BACKOFF = { firstMs: 250, longestMs: 15_000 };

/**
 * Another authority, as this one deals with it: it is told every verdict and party's signature that is new, again while it
 * does not answer, and is asked regularly what it knows, so that whoever was away catches up.
 */
export class Peer {
  readonly url: string;
  readonly #parts: PeerParts;
  #verdicts: VerdictMessage[] = [];
  #signatures: SignatureMessage[] = [];
  #woken = Promise.withResolvers<undefined>();
  #problem: string | undefined = "was not reached yet";

  constructor(parts: PeerParts) {
    this.url = parts.url;
    this.#parts = parts;
    parts.signal.addEventListener("abort", () => {
      this.#woken.resolve(undefined);
    });
  }

  /** What is wrong with it; undefined while it answers. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Has the peer told, soon. */
  tell({
    verdicts = [],
    signatures = [],
  }: {
    verdicts?: readonly VerdictMessage[];
    signatures?: readonly SignatureMessage[];
  }): void {
    this.#verdicts = [...this.#verdicts, ...verdicts].slice(-WAITING);
    this.#signatures = [...this.#signatures, ...signatures].slice(-WAITING);
    this.#woken.resolve(undefined);
  }

  /** Deals with the peer until the signal aborts. */
  async run(): Promise<void> {
    await Promise.all([this.#telling(), this.#asking()]);
  }

  async #telling(): Promise<void> {
    const { signal, clock } = this.#parts;
    for (let failures = 0; !signal.aborted;) {
      await this.#woken.promise;
      this.#woken = Promise.withResolvers();
      await pause(clock, failures === 0 ? GATHERING_MS : backoffMs(failures, BACKOFF), signal);
      failures = (await this.#tellAll()) ? 0 : failures + 1;
    }
  }

  /** @returns whether all went out */
  async #tellAll(): Promise<boolean> {
    while (this.#verdicts.length + this.#signatures.length > 0) {
      const verdicts = this.#verdicts.splice(0, MESSAGES_PER_BODY);
      const signatures = this.#signatures.splice(0, MESSAGES_PER_BODY - verdicts.length);
      if (await this.#exchange(() => this.#ask("/verdicts", { verdicts, signatures }))) continue;
      this.tell({ verdicts, signatures });
      return false;
    }
    return true;
  }

  async #asking(): Promise<void> {
    const { signal, clock, askEveryMs } = this.#parts;
    for (let failures = 0; !signal.aborted;) {
      const answered = await this.#exchange(() => this.#askAll());
      failures = answered ? 0 : failures + 1;
      await pause(clock, answered ? askEveryMs : Math.min(askEveryMs, backoffMs(failures, BACKOFF)), signal);
    }
  }

  /** Asks page by page, as long as that leads on. */
  async #askAll(): Promise<void> {
    let after: string | null = "";
    for (let page = 1; after !== null && page <= PAGES; page++) {
      const read = readPage(await this.#ask(after === "" ? "/agreements" : `/agreements?after=${after}`));
      if ("fault" in read) throw new PeerFault(`its answer is malformed: ${read.fault}`);
      const { agreements, next } = read.message;
      if (next !== null && (next <= after || agreements.length === 0)) throw new PeerFault("its pages go in circles");
      await this.#parts.learn(agreements);
      after = next;
    }
  }

  #ask(path: string, body?: unknown): Promise<unknown> {
    const url = new URL(path, this.url);
    return askPeer({ url, body, timeoutMs: TIMEOUT_MS, maxBytes: ANSWER_BYTES, signal: this.#parts.signal });
  }

  /** @returns whether it went well */
  async #exchange(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      this.#problem = undefined;
      return true;
    } catch (error) {
      if (this.#parts.signal.aborted) return false;
      if (!(error instanceof PeerFault)) throw error;
      this.#problem = error.message;
      this.#parts.onFault(error.message);
      return false;
    }
  }
}

async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(ms, signal).catch(() => undefined);
}

/** A question to a peer, and what its answer may take. */
export interface PeerRequest {
  readonly url: URL;
  /** Sent as JSON; a GET without it. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** A peer did not answer, or not as it should. */
export class PeerFault extends Error {
  override readonly name = "PeerFault";
}

/**
 * Asks a peer. Nothing that it answers, or does not, takes more than the time and the bytes allowed.
 *
 * @returns the JSON value of its answer; nothing is known of its shape
 * @throws PeerFault; the signal's reason when aborted
 */
export async function askPeer({ url, body, timeoutMs, maxBytes, signal }: PeerRequest): Promise<unknown> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetch(url, { redirect: "error", signal: within, ...(body === undefined ? {} : post) });
    const text = await textOf(response, maxBytes);
    if (!response.ok) throw new PeerFault(`answers with status ${response.status}`);
    return JSON.parse(text);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof PeerFault ? error : new PeerFault(problemOf(error), { cause: error });
  }
}

async function textOf(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new PeerFault(`its answer is longer than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function problemOf(error: unknown): string {
  if (error instanceof SyntaxError) return "its answer is not JSON";
  if (error instanceof DOMException && error.name === "TimeoutError") return "does not answer in time";
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return `cannot be reached: ${cause?.code ?? cause?.message ?? String(error)}`;
}
