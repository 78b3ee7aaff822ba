import { NEWEST_KNOWN } from "../../market/follow/chain-step.js";
import { MarketLedger } from "../../market/ledger/market-ledger.js";
import { BEFORE_ALL, type Position, type RecordReader } from "./record-reader.js";

/** What the events of a record add up to, kept up to date with it, whoever writes it. */
export class RecordedLedger {
  /** How many events it holds. */
  events = 0;
  readonly #record: RecordReader;
  #ledger = new MarketLedger();
  /** Positions of the events that can still be undone, and of the last one. */
  #taken: Position[] = [];
  #kept = -1n;
  #lastReorganisation = 0;

  constructor(record: RecordReader) {
    this.#record = record;
  }

  /** The ledger as of the record's head. Reads of one state are the caller's to see to. */
  refreshed(): MarketLedger {
    for (const { id, ancestor } of this.#record.reorganisationsAfter(this.#lastReorganisation)) {
      this.#lastReorganisation = id;
      this.#undoTo(ancestor);
    }
    for (const log of this.#record.eventsAfter(this.#taken.at(-1) ?? BEFORE_ALL)) {
      this.#ledger.apply(log);
      this.#taken.push({ block: log.block.number, logIndex: log.logIndex });
      this.events++;
    }
    this.#keep((this.#record.head()?.number ?? 0n) - BigInt(NEWEST_KNOWN));
    return this.#ledger;
  }

  #undoTo(block: bigint): void {
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

  /** Lets go of how to undo what no reorganisation but one of everything reaches. */
  #keep(block: bigint): void {
    if (block <= this.#kept) return;
    this.#kept = block;
    this.#ledger.keep(block);
    const first = this.#taken.findIndex((position) => position.block > block);
    this.#taken.splice(0, first === -1 ? this.#taken.length - 1 : first - 1);
  }
}
