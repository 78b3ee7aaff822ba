import { UserError } from "../model/errors.js";
import { fault } from "./fault.js";
import { ReadingStream } from "./reading-stream.js";
import { type Series, seriesOf, type SeriesRow } from "./series.js";
import type { Stamps } from "./timed-rows.js";
import { parseDay } from "./timestamp.js";

/** How a meter file is read. */
export interface MeterFileOptions {
  /** The day of times given as `hh:mm` only; a stand-in if left out, since only the time of day is known. */
  readonly day?: string | undefined;
  readonly stamps?: Stamps | undefined;
}

const STAND_IN_DAY = "2000-01-01";

/**
 * Reads the lines of a meter file, `timestamp,meter,energy_kwh` or a GSY layout (see `meterLayout`). Values are in
 * microjoules, exact. Rows may come in any order, each meter with intervals of its own; whether a day is complete shows
 * when it is chosen, see `FileDays`.
 *
 * - Times are compared as instants: an offset from UTC may change within the file.
 * - GSY: a time without a zone is UTC; `hh:mm` is of `day`; the meter is named after the file.
 *
 * @param lines - without their line ends; read once, so that a long file need not be held in memory as text
 * @param source - the file's name
 * @throws UserError naming file, line and column: for a header of no layout, for rows without a meter or time
 */
export function readMeters(lines: Iterable<string>, source: string, options: MeterFileOptions = {}): Series {
  const { day = STAND_IN_DAY, stamps = "start" } = options;
  const stream = new ReadingStream(source, parseDay(day));
  return seriesOf(rowsOf(lines, stream, source), { source, column: () => stream.timeColumn, stamps });
}

function* rowsOf(lines: Iterable<string>, stream: ReadingStream, source: string): Generator<SeriesRow> {
  for (const line of lines) {
    const read = stream.takeLine(line);
    if (read instanceof UserError) yield read;
    else if (read !== undefined) yield { row: read, value: read.microjoules };
  }
  if (!stream.begun) throw fault({ source, line: 1 }, "the file is empty");
}
