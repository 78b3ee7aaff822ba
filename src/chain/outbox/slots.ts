import type { Job } from "./outbox.js";
import type { SignedTransaction } from "./transaction.js";

/** When something happened, by the chain and by the clock. */
export interface Moment {
  /** Number of the newest block. */
  readonly block: bigint;
  /** Unix time, ms. */
  readonly time: number;
}

/** A nonce that is given out, and what is done with it. */
export interface Slot {
  readonly nonce: bigint;
  /** Nothing where all that is wanted is that the nonce is used: by a former life, another instance, or an empty transaction. */
  job: Job | undefined;
  /** Transactions of this nonce, oldest first: any of them may be mined. None while somebody else's holds it. */
  tries: SignedTransaction[];
  /** When the node last took one; nothing while one is to be sent. */
  sentAt: Moment | undefined;
  /** Since when the node has it at its fee; nothing while it has none. */
  pricedAt: Moment | undefined;
  /** Since which block the nonce is mined, without a receipt of ours. */
  lostAt: bigint | undefined;
  /** Whether it is to be replaced at the next look, stuck or not. */
  replace: boolean;
  /** How many times the next raise adds an eighth. */
  steps: number;
}

/** Finished transactions that are kept: a deep reorganisation may undo them, and leave a gap. */
const HISTORY = 256;

/** The nonces given out and not known to be mined for good, without gaps from the chain's count to the next one. */
export class Slots {
  /** The next nonce to be given out. */
  next: bigint;
  readonly #slots = new Map<bigint, Slot>();
  readonly #history = new Map<bigint, SignedTransaction[]>();

  constructor(next: bigint) {
    this.next = next;
  }

  /** Gives out the next nonce. */
  take(job: Job): Slot {
    return this.#open({ nonce: this.next++, job, tries: [], sentAt: undefined, pricedAt: undefined });
  }

  /** Takes back the last nonce given out: no node has seen a transaction of it. @returns whether it was the last */
  takeBack({ nonce }: Slot): boolean {
    if (nonce !== this.next - 1n) return false;
    this.next = nonce;
    return this.#slots.delete(nonce);
  }

  /** Makes an entry for every nonce from the chain's count on that has none: of what was finished, or somebody else's. */
  close(count: bigint, now: Moment): void {
    if (count > this.next) this.next = count;
    for (let nonce = count; nonce < this.next; nonce++) {
      if (this.#slots.has(nonce)) continue;
      const tries = this.#history.get(nonce) ?? [];
      const since = tries.length === 0 ? now : undefined;
      this.#open({ nonce, job: undefined, tries, sentAt: since, pricedAt: since });
    }
  }

  /** Those that the chain has not mined, the lowest first. */
  open(count: bigint): Slot[] {
    return this.#sorted().filter(({ nonce }) => nonce >= count);
  }

  /** Those whose nonce is mined, by whatever transaction. */
  mined(count: bigint): Slot[] {
    return this.#sorted().filter(({ nonce }) => nonce < count);
  }

  /** Forgets a slot, but for its transactions. */
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
