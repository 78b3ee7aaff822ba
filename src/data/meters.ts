import { readSeries, seriesRow } from "./file-series.js";
import { espiRows } from "./formats/espi.js";
import type { ReadOptions } from "./formats/read-options.js";
import { type Series, seriesOf } from "./series.js";
import { parseDay } from "./timestamp.js";

/** How a meter file is read. */
export interface MeterFileOptions extends Omit<ReadOptions, "midnight" | "intervalSeconds"> {
  /** The day of times given as `hh:mm` only; a stand-in if left out, since only the time of day is known. */
  readonly day?: string | undefined;
}

const STAND_IN_DAY = "2000-01-01";

/**
 * Reads the lines of a meter file of any format that is known, see `FileRows`. Values are in microjoules, exact. Rows
 * may come in any order, each meter with intervals of its own; whether a day is complete shows when it is chosen, see
 * `FileDays`. Times are compared as instants: an offset from UTC may change within the file.
 *
 * @param lines - without their line ends; read once, so that a long file need not be held in memory as text
 * @param source - the file's name
 * @throws UserError naming file, line and column: for a header of no format, for rows without a meter or time
 */
export function readMeters(lines: Iterable<string>, source: string, options: MeterFileOptions = {}): Series {
  const { day = STAND_IN_DAY, ...said } = options;
  return readSeries(lines, source, "meters", { ...said, midnight: parseDay(day) });
}

/**
 * Reads a file of Green Button data, see {@link espiRows}.
 *
 * @param chunks - pieces of the XML, split anywhere
 * @throws UserError naming file and line of what cannot be read
 */
export function readGreenButton(chunks: Iterable<string>, source: string, options: MeterFileOptions = {}): Series {
  return seriesOf(espiRows(chunks, source, options).map(seriesRow), {
    source,
    column: () => "start",
    stamps: () => "start",
    taken: () => "Green Button data (ESPI)",
  });
}
