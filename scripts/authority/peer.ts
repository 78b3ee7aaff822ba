import { backoffMs } from "../chain/rpc/backoff.js";
import type { Clock } from "../chain/rpc/clock.js";
import { askPeer, PeerFault } from "./peer-request.js";
import {
  MESSAGES_PER_BODY,
  readPage,
  type KnownAgreement,
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
