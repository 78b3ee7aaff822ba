import { backoffMs } from "../chain/rpc/backoff.js";
import { UserError } from "../model/errors.js";
import type { Clock } from "../service/clock.js";
import { Worker } from "../service/worker.js";
import {
  type AgreementsPage,
  type KnownAgreement,
  MESSAGES_PER_BODY,
  readPage,
  type SignatureMessage,
  type VerdictMessage,
} from "./wire.js";

interface PeerParts {
  /** Of its service. */
  readonly url: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Takes what the peer says it knows; all of it is still to be checked. */
  readonly learn: (known: readonly KnownAgreement[]) => Promise<void>;
  /** Called when an exchange failed, with the reason. */
  readonly onFault: (problem: string) => void;
  /** Between two requests for what the peer knows, ms. */
  readonly askEveryMs: number;
}

/** Messages of this time go in one body, ms. */
const GATHERING_MS = 25;
const TIMEOUT_MS = 5000;
/** Of an answer; a page of agreements is below half of it. */
const ANSWER_BYTES = 512 * 1024;
/** Asked for in one round. */
const PAGES = 500;
/** Messages kept for a peer that does not answer: older ones it gets by asking. */
const WAITING = 20_000;
const BACKOFF = { firstMs: 250, longestMs: 15_000 };

/**
 * Another authority. New verdicts and parties' signatures are sent to it, again while it does not answer; and it is
 * asked regularly what it knows, so that an authority that was down catches up.
 */
export class Peer {
  readonly url: string;
  readonly #parts: PeerParts;
  #verdicts: VerdictMessage[] = [];
  #signatures: SignatureMessage[] = [];
  readonly #sender: Worker;
  readonly #asker: Worker;
  #problem: string | undefined = "was not reached yet";

  constructor(parts: PeerParts) {
    this.url = parts.url;
    this.#parts = parts;
    const { clock, signal, askEveryMs } = parts;
    const retrying = { clock, signal, isPassing: (error: unknown) => error instanceof PeerFault };
    const backoff = (failures: number) => backoffMs(failures, BACKOFF);
    this.#sender = new Worker({
      ...retrying,
      work: () => this.#exchange(() => this.#sendAll()),
      gatherMs: GATHERING_MS,
      retryMs: backoff,
    });
    this.#asker = new Worker({
      ...retrying,
      work: () => this.#exchange(() => this.#askAll()),
      everyMs: askEveryMs,
      retryMs: (failures) => Math.min(askEveryMs, backoff(failures)),
    });
    this.#asker.wake();
  }

  /** What is wrong with it; undefined while it answers. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Sends messages to the peer soon. */
  send({
    verdicts = [],
    signatures = [],
  }: {
    verdicts?: readonly VerdictMessage[];
    signatures?: readonly SignatureMessage[];
  }): void {
    this.#verdicts = [...this.#verdicts, ...verdicts].slice(-WAITING);
    this.#signatures = [...this.#signatures, ...signatures].slice(-WAITING);
    this.#sender.wake();
  }

  /** Exchanges messages with the peer until the signal aborts. */
  async run(): Promise<void> {
    await Promise.all([this.#sender.run(), this.#asker.run()]);
  }

  async #sendAll(): Promise<void> {
    while (this.#verdicts.length + this.#signatures.length > 0) {
      const verdicts = this.#verdicts.splice(0, MESSAGES_PER_BODY);
      const signatures = this.#signatures.splice(0, MESSAGES_PER_BODY - verdicts.length);
      try {
        await this.#ask("/verdicts", { verdicts, signatures });
      } catch (error) {
        this.send({ verdicts, signatures });
        throw error;
      }
    }
  }

  /** Asks page by page. */
  async #askAll(): Promise<void> {
    let after: string | null = "";
    for (let page = 1; after !== null && page <= PAGES; page++) {
      const { agreements, next } = pageOf(await this.#ask(after === "" ? "/agreements" : `/agreements?after=${after}`));
      if (next !== null && (next <= after || agreements.length === 0)) throw new PeerFault("its pages repeat");
      await this.#parts.learn(agreements);
      after = next;
    }
  }

  #ask(path: string, body?: unknown): Promise<unknown> {
    const url = new URL(path, this.url);
    return askPeer({ url, body, timeoutMs: TIMEOUT_MS, maxBytes: ANSWER_BYTES, signal: this.#parts.signal });
  }

  /** Remembers whether it went well. */
  async #exchange(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#problem = undefined;
    } catch (error) {
      if (error instanceof PeerFault) {
        this.#problem = error.message;
        this.#parts.onFault(error.message);
      }
      throw error;
    }
  }
}

function pageOf(answer: unknown): AgreementsPage {
  try {
    return readPage(answer);
  } catch (error) {
    throw error instanceof UserError ? new PeerFault(error.message, { cause: error }) : error;
  }
}

/** A request to a peer, and what its answer may take. */
interface PeerRequest {
  readonly url: URL;
  /** Sent as JSON; a GET without it. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** A peer did not answer, or its answer is malformed. */
class PeerFault extends Error {
  override readonly name = "PeerFault";
}

/**
 * Asks a peer. No answer takes more than the time and the bytes allowed.
 *
 * @returns the JSON value of its answer, not checked
 * @throws PeerFault; the signal's reason when aborted
 */
async function askPeer({ url, body, timeoutMs, maxBytes, signal }: PeerRequest): Promise<unknown> {
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
