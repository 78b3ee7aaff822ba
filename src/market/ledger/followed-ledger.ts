import { type BlockRef, type ChainStep, type Gap, worthKnowing } from "../follow/chain-step.js";
import { EventsMissing } from "./events-missing.js";
import { MarketLedger } from "./market-ledger.js";

/**
 * A market's ledger in memory. It takes the steps of a follower from the very first one on, and keeps what it needs to
 * undo the newest blocks.
 */
export class FollowedLedger {
  #ledger = new MarketLedger();
  #known: readonly BlockRef[] = [];
  #gap: EventsMissing | undefined;

  get ledger(): MarketLedger {
    return this.#ledger;
  }

  /** The last block taken; undefined before the first step. */
  get head(): BlockRef | undefined {
    return this.#known.at(-1);
  }

  /** What shows that events are missing; the ledger then stands still until they are read again. */
  get gap(): Gap | undefined {
    return this.#gap;
  }

  take(step: ChainStep): void {
    if (step.kind === "grown") {
      this.#grow(step);
      this.#known = worthKnowing([...this.#known, ...step.recent]);
      if (this.#gap !== undefined) return;
      // The first known block is before all events, so undoing down to it means starting over.
      const second = this.#known[1];
      if (second !== undefined) this.#ledger.keep(second.number);
      return;
    }
    const { ancestor } = step;
    if (this.#gap !== undefined && this.#gap.block > ancestor.number) this.#gap = undefined;
    if (ancestor.number === this.#known[0]?.number) this.#ledger = new MarketLedger();
    else this.#ledger.take(step);
    this.#known = this.#known.filter(({ number }) => number <= ancestor.number);
  }

  #grow(step: ChainStep & { kind: "grown" }): void {
    if (this.#gap !== undefined) return;
    try {
      this.#ledger.take(step);
    } catch (error) {
      if (!(error instanceof EventsMissing)) throw error;
      this.#gap = error;
    }
  }
}
