import { UserError } from "../model/errors.js";

import { CsvLines, type CsvRow } from "./csv.js";
import { fault } from "./fault.js";
import { LineCutter } from "./lines.js";
import { meterLayout, type MeterLayout, readingReader } from "./meter-rows.js";
import type { Reading } from "./reading.js";

/**
 * Reads a meter file as it grows, or a stream of the same layout: its header, then row by row, in any order. A faulty
 * row is reported and does not stop the next one. A row counts once its line has ended: text after the last line end
 * may be half a number.
 */
export class ReadingStream {
  readonly #source: string;
  readonly #midnight: number | undefined;
  readonly #cutter: LineCutter;
  readonly #csv: CsvLines;
  #layout: MeterLayout | undefined;
  #reader: ((row: CsvRow) => Reading) | undefined;

  /**
   * @param source - its name in messages; also the meter's name in a layout without meters
   * @param midnight - Unix time of the start of the day of `hh:mm` times; without it they are an error
   */
  constructor(source: string, midnight?: number) {
    this.#source = source;
    this.#midnight = midnight;
    this.#cutter = new LineCutter(source);
    this.#csv = new CsvLines(source);
  }

  /**
   * The readings in the next piece of text, which may be split anywhere.
   *
   * @returns readings, and for faulty rows errors that name line and column
   * @throws UserError for a faulty header, without which no row can be read
   */
  take(chunk: string): (Reading | UserError)[] {
    const read = Array.from(this.#cutter.cut(chunk), (line) => this.#reading(line));
    return read.filter((reading) => reading !== undefined);
  }

  /** Whether a line has begun and not ended. */
  get unfinished(): boolean {
    return this.#cutter.unfinished;
  }

  /** The error for a reading that contradicts others. */
  fault({ line }: Reading, problem: string): UserError {
    return fault({ source: this.#source, line, column: this.#layout?.time.name }, problem);
  }

  /** Whether the header has been read. */
  get begun(): boolean {
    return this.#layout !== undefined;
  }

  /** The column of times, by the header; before it, a stand-in. */
  get timeColumn(): string {
    return this.#layout?.time.name ?? "time";
  }

  #reading(line: string | UserError): Reading | UserError | undefined {
    if (!(line instanceof UserError)) return this.takeLine(line);
    if (this.#reader === undefined) throw line;
    // Counted as a line, so that the lines after it keep their numbers.
    this.#csv.take("");
    return line;
  }

  /**
   * The reading of the next whole line; nothing for the header and blank lines.
   *
   * @throws UserError for a faulty header, without which no row can be read
   */
  takeLine(line: string): Reading | UserError | undefined {
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
