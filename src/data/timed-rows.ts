import { fault, type FilePlace, shown } from "./fault.js";
import { duration, isoInstant } from "./timestamp.js";

/** Rows of one meter, or of a price file, in the order of the file: the three arrays run side by side. */
export interface TimedRows {
  /** The meter's name; nothing for prices. */
  readonly meter: string | undefined;
  /** Unix seconds, strictly ascending. */
  readonly startsAt: number[];
  readonly values: bigint[];
  readonly lines: number[];
}

/** No rows yet, of a meter or of prices. */
export function noRows(meter?: string): TimedRows {
  return { meter, startsAt: [], values: [], lines: [] };
}

/** An interval of the rows as messages name it. */
function intervalName({ meter }: TimedRows, seconds: number): string {
  return meter === undefined ? isoInstant(seconds) : `${isoInstant(seconds)} of meter ${shown(meter)}`;
}

/**
 * Adds a row, which must be later than the last one.
 *
 * @throws UserError naming a doubled interval with the line of the first, or an unsorted row
 */
export function append(rows: TimedRows, seconds: number, value: bigint, place: FilePlace & { line: number }): void {
  const last = rows.startsAt.at(-1);
  if (last !== undefined && seconds <= last) throw outOfOrder(rows, seconds, last, place);
  rows.startsAt.push(seconds);
  rows.values.push(value);
  rows.lines.push(place.line);
}

/**
 * The step from row to row that occurs most often, the shorter of two that are equally common: so neither a gap nor a
 * stray row passes for the interval. Nothing when no series has two rows.
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
  if (twin === undefined) return fault(place, `${what} is not sorted: it stands after ${isoInstant(last)}`);
  const hint = clockChangeHint(seconds - last, commonStep([rows]));
  return fault(place, `${what} is doubled: line ${twin} has it too${hint}`);
}

const HOUR_SECONDS = 3600;

/**
 * The words that name a clock change: nothing unless the times step an hour too far or too short, as local time does
 * when it is written without its offset.
 *
 * @param step - seconds from one row to the next
 * @param intervalSeconds - what the step should be, when that is known
 */
function clockChangeHint(step: number, intervalSeconds: number | undefined): string {
  if (intervalSeconds === undefined || Math.abs(step - intervalSeconds) !== HOUR_SECONDS) return "";
  const direction = step < intervalSeconds ? "back" : "forward";
  return `; the time steps an hour ${direction}: if the clocks change here, give each time its own offset from UTC`;
}

/** Intervals one after another from a start. */
export interface IntervalGrid {
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
}

/**
 * Refuses a time that is not a whole number of intervals after the start.
 *
 * @throws UserError naming the first such row
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
 * Refuses rows that lack an interval of the grid. The line named is that of the row before which the interval should
 * stand, or of the last row when they end early.
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
