import type { Clock } from "./clock.js";
import type { Log } from "./json-log.js";

/** A block as a daemon reports it. */
interface ReportedBlock {
  readonly number: bigint;
  /** Unix time, s. */
  readonly timestamp: bigint;
}

/** What shows that events were lost: the block of an event that refers to them, and a sentence that says so. */
interface LostEvents {
  readonly block: bigint;
  readonly message: string;
}

/** How one of several nodes is doing. */
export interface NodeStanding {
  /** Its place among the URLs, from 1. */
  readonly place: number;
  /** Whether questions go to it now. */
  readonly isRead: boolean;
  /** Its newest block when it was last looked at; undefined while it does not answer. */
  readonly head: bigint | undefined;
  /** Why it is not read, if so. */
  readonly problem: string | undefined;
}

/** A daemon further behind its node than this is failing: it looks about once a second, and takes a range at a time. */
const MOST_BEHIND = 30n;
/** A node that has not answered for longer is failing, ms. */
const PATIENCE_MS = 15_000;

/** How far a daemon has followed the chain, and whether its node answers. */
export class ChainState {
  /** The last block whose events the daemon has taken. */
  head: ReportedBlock | undefined;
  /** The daemon's nodes, where it has several. */
  nodes: () => readonly NodeStanding[] = () => [];
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #patienceMs: number;
  #nodeHead: ReportedBlock | undefined;
  #problem: string | undefined;
  #answeredAt: number;
  #lost: LostEvents | undefined;

  /** @param pollMs - between two questions to the node */
  constructor({ clock, log, pollMs }: { readonly clock: Clock; readonly log: Log; readonly pollMs: number }) {
    this.#clock = clock;
    this.#log = log;
    this.#patienceMs = PATIENCE_MS + pollMs;
    this.#answeredAt = clock.now();
  }

  /** The daemon has taken what came up to a block. @param lost - what shows that events before it were lost */
  took(head: ReportedBlock, lost: LostEvents | undefined): void {
    if (lost !== undefined) this.#lost = lost;
    else if (this.#lost !== undefined && head.number >= this.#lost.block) {
      this.#lost = undefined;
      this.#log.info("no events are missing any more");
    }
  }

  /** The node answered with its newest block. */
  answered(head: ReportedBlock): void {
    if (this.#problem !== undefined) this.#log.info("the node answers again");
    this.#problem = undefined;
    this.#nodeHead = head;
    this.#answeredAt = this.#clock.now();
  }

  /** The node gave no usable answer. */
  failed(problem: string): void {
    if (this.#problem === undefined) this.#log.warn("the node does not answer", { problem });
    this.#problem = problem;
  }

  /** Blocks that the node has and the daemon has not; undefined before the node's first answer. */
  get lagBlocks(): bigint | undefined {
    if (this.#nodeHead === undefined) return undefined;
    const lag = this.#nodeHead.number - (this.head?.number ?? -1n);
    return lag > 0n ? lag : 0n;
  }

  /** What is wrong, a sentence each. */
  get problems(): string[] {
    const silentMs = this.#clock.now() - this.#answeredAt;
    const lag = this.lagBlocks ?? 0n;
    const problems = [
      this.#problem !== undefined
        ? `the node does not answer: ${this.#problem}`
        : silentMs > this.#patienceMs && `the node has not answered for ${Math.floor(silentMs / 1000)} s`,
      this.#lost !== undefined && `${this.#lost.message}; they are read again`,
      lag > MOST_BEHIND && `${lag} blocks behind the node`,
    ];
    return problems.filter((problem) => problem !== false);
  }
}
