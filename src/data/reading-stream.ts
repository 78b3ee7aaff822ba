import { UserError } from "../model/errors.js";

import { CsvLines, type CsvRow } from "./csv.js";
import { fault } from "./fault.js";
import { meterLayout, type MeterLayout, type Reading, readingReader } from "./meter-rows.js";
import { LineCutter } from "./lines.js";

/**
 * Reads a meter file as it grows, or a stream of the same layout: its header, then row by row, in any order. A wrong row is
 * told, and the next one read all the same. A row counts when its line has ended: what stands after the last line's end may
 * be half a number.
 */
export class ReadingStream {
  readonly #source: string;
  readonly #midnight: number | undefined;
  readonly #cutter: LineCutter;
  readonly #csv: CsvLines;
  #layout: MeterLayout | undefined;
  #reader: ((row: CsvRow) => Reading) | undefined;

  /**
   * @param source - what it is called in messages; also the meter's name in a layout that has none
   * @param midnight - Unix time at which the day of `hh:mm` starts; without it such times are refused
   */
  constructor(source: string, midnight?: number) {
    this.#source = source;
    this.#midnight = midnight;
    this.#cutter = new LineCutter(source);
    this.#csv = new CsvLines(source);
  }

  /**
   * What the next piece of text says, cut anywhere.
   *
   * @returns readings, and errors of wrong rows that name line and column
   * @throws UserError for a wrong header: without it no row can be read
   */
  take(chunk: string): (Reading | UserError)[] {
    const read = Array.from(this.#cutter.cut(chunk), (line) => this.#reading(line));
    return read.filter((reading) => reading !== undefined);
  }

  /** Whether a line has begun and not ended. */
  get unfinished(): boolean {
    return this.#cutter.unfinished;
  }

  /** The error for a reading that does not go with others. */
  fault({ line }: Reading, problem: string): UserError {
    return fault({ source: this.#source, line, column: this.#layout?.time.name }, problem);
  }

  #reading(line: string | UserError): Reading | UserError | undefined {
    if (line instanceof UserError) {
      // Counted as a line, so that the lines after it keep their numbers.
      this.#csv.take("");
      return line;
    }
    if (this.#reader === undefined) {
      this.#takeHeader(line);
      return undefined;
    }
    try {
      const row = this.#csv.take(line);
      return row === undefined ? undefined : this.#reader(row);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  }

  #takeHeader(line: string): void {
    const header = this.#csv.take(line);
    if (header === undefined) return;
    this.#layout = meterLayout(header, this.#source);
    this.#reader = readingReader(this.#layout, this.#source, this.#midnight);
  }
}
