import { readCsv } from "./csv.js";
import { decimalText } from "./decimal.js";
import { fault } from "./fault.js";
import { checkComplete, checkOnGrid, commonStep, type TimedRows } from "./timed-rows.js";
import { meterLayout, rowsByMeter } from "./meter-rows.js";
import { HALF_HOUR_SECONDS, isoInstant, parseDay } from "./timestamp.js";

/** One meter's energy in successive intervals. */
export interface MeterEnergy {
  readonly name: string;
  /** Wh, one entry an interval, rounded down from the file's kWh. */
  readonly energyWh: readonly bigint[];
}

/** Meters on one common grid of intervals: every meter has every interval once. */
export interface MeterSeries {
  /** The file or folder as the user named it, for messages. */
  readonly source: string;
  /** Unix time at which the first interval starts. */
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
  /** In the order in which they first occur. */
  readonly meters: readonly MeterEnergy[];
}

/** The day of `hh:mm` times if none is given: a stand-in, since only the time of day is known. */
const STAND_IN_DAY = "2000-01-01";

/**
 * Reads the lines of a meter file, `timestamp,meter,energy_kwh` or a GSY layout (see {@link meterLayout}).
 *
 * - Energy: kWh, read as text into integer Wh, rounded down.
 * - The rows of one meter are in order of time; meters may be interleaved or follow one another.
 * - The interval is the step between rows that occurs most often; every meter has every interval from the first time of
 *   the file to its last.
 * - Times are compared as instants: an offset from UTC may change within the file.
 * - GSY: a time without a zone is UTC; `hh:mm` is of `day`; the meter is named after the file.
 *
 * @param lines - without their line ends; read once, so that a long file need not be held in memory as text
 * @param source - the file's name
 * @throws UserError naming file, line and column of anything else
 * @example
 * readMeters(["timestamp,meter,energy_kwh", "2013-06-15T00:00:00Z,a,0.3003"], "a.csv").meters // [{ name: "a",
 * energyWh: [300n] }]
 */
export function readMeters(lines: Iterable<string>, source: string, day = STAND_IN_DAY): MeterSeries {
  const { header, rows } = readCsv(lines, source);
  const layout = meterLayout(header, source);
  const meters = rowsByMeter(rows, layout, source, parseDay(day));
  if (meters.size === 0) throw fault({ source, line: header.line }, "no row follows the header");

  const grid = commonGrid([...meters.values()]);
  for (const readings of meters.values()) {
    checkOnGrid(readings, grid, { source, column: layout.time.name });
    checkComplete(readings, grid, { source, column: layout.time.name });
  }
  return { source, ...grid, meters: Array.from(meters, ([name, { values }]) => ({ name, energyWh: values })) };
}

function commonGrid(meters: readonly TimedRows[]) {
  let first = Infinity;
  let last = -Infinity;
  for (const { startsAt } of meters) {
    first = Math.min(first, startsAt.at(0) ?? Infinity);
    last = Math.max(last, startsAt.at(-1) ?? -Infinity);
  }
  const intervalSeconds = commonStep(meters) ?? HALF_HOUR_SECONDS;
  return { startSeconds: first, intervalSeconds, intervals: Math.floor((last - first) / intervalSeconds) + 1 };
}

/**
 * A meter series as the text of a file, `timestamp,meter,energy_kwh`, sorted by time; `readMeters` reads it back. Names
 * are written unquoted and must not contain a comma or a quote.
 */
export function meterCsv({ startSeconds, intervalSeconds, intervals, meters }: MeterSeries): string {
  const rows = Array.from({ length: intervals }, (_, index) => {
    const timestamp = isoInstant(startSeconds + index * intervalSeconds);
    return meters
      .map(({ name, energyWh }) => `${timestamp},${name},${decimalText(energyWh[index] ?? 0n, 3)}\n`)
      .join("");
  });
  return `timestamp,meter,energy_kwh\n${rows.join("")}`;
}
