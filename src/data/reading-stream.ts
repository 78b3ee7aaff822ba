import { UserError } from "../model/errors.js";

import { fault } from "./fault.js";
import { FileRows } from "./formats/file-rows.js";
import type { ReadOptions } from "./formats/read-options.js";
import { LineCutter } from "./lines.js";
import type { Reading } from "./reading.js";

/**
 * Reads a meter file of any format that is known as it grows, or a stream of the same: its header, then row by row, in
 * any order. A faulty row is reported and does not stop the next one. A row counts once its line has ended: text after
 * the last line end may be half a number.
 */
export class ReadingStream {
  readonly #source: string;
  readonly #cutter: LineCutter;
  readonly #rows: FileRows;
  #isTold = false;

  /**
   * @param source - its name in messages; also the meter's name in a format without meters
   * @param said - what was said about it
   */
  constructor(source: string, said: ReadOptions = {}) {
    this.#source = source;
    this.#cutter = new LineCutter(source);
    this.#rows = new FileRows(source, "meters", said);
  }

  /**
   * The readings in the next piece of text, which may be split anywhere.
   *
   * @returns readings, and for faulty rows errors that name line and column
   * @throws UserError for a faulty header, without which no row can be read
   */
  take(chunk: string): (Reading | UserError)[] {
    const readings: (Reading | UserError)[] = [];
    for (const line of this.#cutter.cut(chunk)) {
      for (const row of this.#rowsOf(line))
        readings.push(row instanceof UserError ? row : { ...row[0], microjoules: row[1] });
    }
    return readings;
  }

  /**
   * What it was taken for: once, when its header has been read, and never of Wattlane's own format.
   *
   * @example stream.recognised() // { source: "a.csv", format: "Octopus Energy's consumption: kWh" }
   */
  recognised(): { source: string; format: string } | undefined {
    if (this.#isTold || !this.#rows.started) return undefined;
    this.#isTold = true;
    const format = this.#rows.taken;
    return format === "" ? undefined : { source: this.#source, format };
  }

  /** Whether a line has begun and not ended. */
  get unfinished(): boolean {
    return this.#cutter.unfinished;
  }

  /** The error for a reading that contradicts others. */
  fault({ line }: Reading, problem: string): UserError {
    return fault({ source: this.#source, line, column: this.#rows.timeColumn }, problem);
  }

  #rowsOf(line: string | UserError) {
    if (!(line instanceof UserError)) return this.#rows.take(line);
    if (!this.#rows.started) throw line;
    this.#rows.skip();
    return [line];
  }
}
