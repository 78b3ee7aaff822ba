import { type Gap, NEWEST_KNOWN } from "../../market/follow/chain-step.js";
import { EventsMissing } from "../../market/ledger/events-missing.js";
import { MarketLedger } from "../../market/ledger/market-ledger.js";
import { BEFORE_ALL, type Position, type IndexReader } from "./index-reader.js";

/** The ledger of an index's events, kept up to date while any process writes the index. */
export class IndexedLedger {
  /** How many events it holds. */
  events = 0;
  readonly #index: IndexReader;
  #ledger = new MarketLedger();
  /** Positions of the events that can still be undone, and of the last one. */
  #taken: Position[] = [];
  #kept = -1n;
  #lastReorganisation = 0;
  #gap: EventsMissing | undefined;

  constructor(index: IndexReader) {
    this.#index = index;
  }

  /** What shows that the index lacks events; the ledger then ends before it. */
  get gap(): Gap | undefined {
    return this.#gap;
  }

  /** The ledger as of the index's head, or of a gap. The caller sees to it that all is read from one state. */
  refreshed(): MarketLedger {
    for (const { id, ancestor } of this.#index.reorganisationsAfter(this.#lastReorganisation)) {
      this.#lastReorganisation = id;
      this.#undoTo(ancestor);
    }
    if (this.#gap !== undefined) return this.#ledger;
    try {
      this.#takeEvents();
    } catch (error) {
      if (!(error instanceof EventsMissing)) throw error;
      this.#gap = error;
    }
    this.#keep((this.#index.head()?.number ?? 0n) - BigInt(NEWEST_KNOWN));
    return this.#ledger;
  }

  #takeEvents(): void {
    for (const log of this.#index.eventsAfter(this.#taken.at(-1) ?? BEFORE_ALL)) {
      this.#ledger.apply(log);
      this.#taken.push({ block: log.block.number, logIndex: log.logIndex });
      this.events++;
    }
  }

  #undoTo(block: bigint): void {
    if (this.#gap !== undefined && this.#gap.block > block) this.#gap = undefined;
    if (block < this.#kept) {
      this.#ledger = new MarketLedger();
      this.#taken = [];
      this.#kept = -1n;
      this.events = 0;
      return;
    }
    this.#ledger.undoTo(block);
    while ((this.#taken.at(-1)?.block ?? -1n) > block) {
      this.#taken.pop();
      this.events--;
    }
  }

  /** Forgets how to undo blocks that only a reorganisation of the whole chain would reach. */
  #keep(block: bigint): void {
    if (block <= this.#kept) return;
    this.#kept = block;
    this.#ledger.keep(block);
    const first = this.#taken.findIndex((position) => position.block > block);
    this.#taken.splice(0, first === -1 ? this.#taken.length - 1 : first - 1);
  }
}
