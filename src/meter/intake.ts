import type { IntervalReading, Reading } from "../data/meter-rows.js";
import type { ReadingStream } from "../data/reading-stream.js";
import { UserError } from "../model/errors.js";
import type { IntervalBook } from "./interval-book.js";

export interface IntakeOptions {
  readonly book: IntervalBook;
  /** The meters whose keys are at hand; rows of others are passed over. */
  readonly meters: ReadonlySet<string>;
  /** Told of the first row of every meter without a key. */
  readonly onForeignMeter: (name: string) => void;
  readonly onRow: (result: "new" | "known") => void;
  /** Told of every row that is wrong or does not go with others: one line that names source, line and column. */
  readonly onWrongRow: (problem: string) => void;
}

/** A stream of ever new names must not fill the memory. */
const MOST_FOREIGN = 1000;

/** Where rows of files and streams come in. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #foreign = new Set<string>();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Takes readings that were kept. */
  recall(readings: Iterable<IntervalReading>): void {
    for (const reading of readings) this.#options.book.add(reading);
  }

  /**
   * Takes the next piece of a stream's text.
   *
   * @returns the readings that have to be kept for the book to be the same again
   * @throws UserError for a wrong header
   */
  take(stream: ReadingStream, chunk: string): Reading[] {
    const { book, meters, onRow, onWrongRow } = this.#options;
    const fresh: Reading[] = [];
    for (const read of stream.take(chunk)) {
      if (read instanceof UserError) {
        onWrongRow(read.message);
        continue;
      }
      if (!meters.has(read.meter)) {
        this.#passOver(read.meter);
        continue;
      }
      const entry = book.add(read);
      if (entry === "new" || (entry !== "known" && entry.kind === "overlap")) fresh.push(read);
      if (typeof entry === "string") onRow(entry);
      else onWrongRow(stream.fault(read, entry.problem).message);
    }
    return fresh;
  }

  #passOver(name: string): void {
    if (this.#foreign.has(name) || this.#foreign.size >= MOST_FOREIGN) return;
    this.#foreign.add(name);
    this.#options.onForeignMeter(name);
  }
}
