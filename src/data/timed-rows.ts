import { fault, type FilePlace, shown } from "./fault.js";
import { duration, isoInstant } from "./timestamp.js";

/** Rows of one meter, or of a price file, in the file's order: three parallel arrays. */
export interface TimedRows {
  /** The meter's name; undefined for prices. */
  readonly meter: string | undefined;
  /** Unix seconds, strictly ascending. */
  readonly startsAt: number[];
  readonly values: bigint[];
  readonly lines: number[];
}

/** An empty list of rows, of a meter or of prices. */
export function noRows(meter?: string): TimedRows {
  return { meter, startsAt: [], values: [], lines: [] };
}

/** The name of an interval in messages. */
function intervalName({ meter }: TimedRows, seconds: number): string {
  return meter === undefined ? isoInstant(seconds) : `${isoInstant(seconds)} of meter ${shown(meter)}`;
}

/**
 * Adds a row, which must be later than the last one.
 *
 * @throws UserError for a duplicate interval, naming the line of the first, or an unsorted row
 */
export function append(rows: TimedRows, seconds: number, value: bigint, place: FilePlace & { line: number }): void {
  const last = rows.startsAt.at(-1);
  if (last !== undefined && seconds <= last) throw outOfOrder(rows, seconds, last, place);
  rows.startsAt.push(seconds);
  rows.values.push(value);
  rows.lines.push(place.line);
}

/**
 * The most frequent step from row to row, the shorter of two equally frequent ones: so a gap or a stray row is not
 * taken for the interval. Undefined if no series has two rows.
 */
export function commonStep(series: Iterable<TimedRows>): number | undefined {
  const counts = new Map<number, number>();
  for (const { startsAt } of series) {
    let last: number | undefined;
    for (const seconds of startsAt) {
      if (last !== undefined) counts.set(seconds - last, (counts.get(seconds - last) ?? 0) + 1);
      last = seconds;
    }
  }
  return [...counts].sort(([a, inA], [b, inB]) => inB - inA || a - b)[0]?.[0];
}

function outOfOrder(rows: TimedRows, seconds: number, last: number, place: FilePlace): Error {
  const what = intervalName(rows, seconds);
  const twin = rows.lines[rows.startsAt.lastIndexOf(seconds)];
  if (twin === undefined) return fault(place, `${what} is out of order: it follows ${isoInstant(last)}`);
  const hint = clockChangeHint(seconds - last, commonStep([rows]));
  return fault(place, `${what} is a duplicate of line ${twin}${hint}`);
}

const HOUR_SECONDS = 3600;

/**
 * A hint at a clock change: empty unless a step is an hour too long or too short, as in local time without an offset.
 *
 * @param step - seconds from one row to the next
 * @param intervalSeconds - the expected step, if it is known
 */
function clockChangeHint(step: number, intervalSeconds: number | undefined): string {
  if (intervalSeconds === undefined || Math.abs(step - intervalSeconds) !== HOUR_SECONDS) return "";
  const direction = step < intervalSeconds ? "back" : "forward";
  return `; the time steps an hour ${direction}: if the clocks change here, give each time its own offset from UTC`;
}

/** Successive intervals from a start. */
interface IntervalGrid {
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
}

/**
 * Requires that each time is a whole number of intervals after the start.
 *
 * @throws UserError naming the first row that is not
 */
export function checkOnGrid(rows: TimedRows, grid: Omit<IntervalGrid, "intervals">, place: FilePlace): void {
  const { startSeconds, intervalSeconds } = grid;
  for (const [index, seconds] of rows.startsAt.entries()) {
    if ((seconds - startSeconds) % intervalSeconds === 0) continue;
    const steps = `${duration(intervalSeconds)} from ${isoInstant(startSeconds)}`;
    const problem = `${intervalName(rows, seconds)} is off the grid of ${steps}`;
    throw fault({ ...place, line: rows.lines[index] }, problem);
  }
}

/**
 * Requires a row for each interval of the grid. The error names the line of the row after the missing interval, or of
 * the last row.
 *
 * @param rows - on the grid, see {@link checkOnGrid}
 * @throws UserError naming the first interval that is missing
 */
export function checkComplete(rows: TimedRows, grid: IntervalGrid, place: FilePlace): void {
  const { startsAt } = rows;
  const expected = (index: number) => grid.startSeconds + index * grid.intervalSeconds;
  const wrong = startsAt.findIndex((seconds, index) => seconds !== expected(index));
  const gap = wrong < 0 ? startsAt.length : wrong;
  if (gap === grid.intervals) return;
  const [before, after] = [startsAt[gap - 1], startsAt[gap]];
  const step = before === undefined || after === undefined ? NaN : after - before;
  const hint = clockChangeHint(step, grid.intervalSeconds);
  const line = rows.lines[gap] ?? rows.lines.at(-1);
  throw fault({ ...place, line }, `${intervalName(rows, expected(gap))} is missing${hint}`);
}
