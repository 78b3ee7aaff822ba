import type { Job } from "./outbox.js";
import type { SignedTransaction } from "./transaction.js";

/** When something happened, by chain and clock. */
export interface Moment {
  /** Number of the newest block. */
  readonly block: bigint;
  /** Unix time, ms. */
  readonly time: number;
}

/** A nonce in use, and its transactions. */
export interface Slot {
  readonly nonce: bigint;
  /**
   * Undefined when the nonce only has to be used up: by an earlier process, another process, or an empty transaction.
   */
  job: Job | undefined;
  /** Own transactions of this nonce, oldest first. Any of them may be mined. */
  tries: SignedTransaction[];
  /** When the node last took one; undefined while one has to be sent. */
  sentAt: Moment | undefined;
  /** Since when the node has the newest one, with its fee; undefined while it has none. */
  pricedAt: Moment | undefined;
  /** Block since which the nonce is mined without a receipt for any of {@link Slot.tries}. */
  lostAt: bigint | undefined;
  /** Whether to replace the transaction at the next look, even if it is not stuck. */
  replace: boolean;
  /** How many eighths the next raise adds to the fee. */
  steps: number;
}

/** Finished transactions that are kept: a deep reorganisation may undo them and leave a gap in the nonces. */
const HISTORY = 256;

/** The nonces in use. There is no gap between the first that is not mined and the next one to assign. */
export class Slots {
  /** The next nonce to assign. */
  next: bigint;
  readonly #slots = new Map<bigint, Slot>();
  readonly #history = new Map<bigint, SignedTransaction[]>();

  constructor(next: bigint) {
    this.next = next;
  }

  /** Assigns the next nonce. */
  take(job: Job): Slot {
    return this.#open({ nonce: this.next++, job, tries: [], sentAt: undefined, pricedAt: undefined });
  }

  /**
   * Takes back a nonce if it was the last one assigned and no node has its transaction.
   *
   * @returns whether it was the last
   */
  takeBack({ nonce }: Slot): boolean {
    if (nonce !== this.next - 1n) return false;
    this.next = nonce;
    return this.#slots.delete(nonce);
  }

  /**
   * Fills gaps: adds a slot for each nonce from `count` on without one, with the finished transactions, if they are
   * known.
   */
  close(count: bigint, now: Moment): void {
    if (count > this.next) this.next = count;
    for (let nonce = count; nonce < this.next; nonce++) {
      if (this.#slots.has(nonce)) continue;
      const tries = this.#history.get(nonce) ?? [];
      const since = tries.length === 0 ? now : undefined;
      this.#open({ nonce, job: undefined, tries, sentAt: since, pricedAt: since });
    }
  }

  /** The slots that are not mined, lowest nonce first. */
  open(count: bigint): Slot[] {
    return this.#sorted().filter(({ nonce }) => nonce >= count);
  }

  /** The slots whose nonce is mined, by any transaction. */
  mined(count: bigint): Slot[] {
    return this.#sorted().filter(({ nonce }) => nonce < count);
  }

  /** Removes a slot, but keeps its transactions. */
  finish({ nonce, tries }: Slot): void {
    this.#slots.delete(nonce);
    if (tries.length > 0) this.#history.set(nonce, tries);
    for (const old of this.#history.keys()) {
      if (this.#history.size <= HISTORY) break;
      this.#history.delete(old);
    }
  }

  get empty(): boolean {
    return this.#slots.size === 0;
  }

  all(): IterableIterator<Slot> {
    return this.#slots.values();
  }

  #open(start: Omit<Slot, "lostAt" | "replace" | "steps">): Slot {
    const slot = { ...start, lostAt: undefined, replace: false, steps: 1 };
    this.#slots.set(slot.nonce, slot);
    return slot;
  }

  #sorted(): Slot[] {
    return [...this.#slots.values()].sort((a, b) => Number(a.nonce - b.nonce));
  }
}
