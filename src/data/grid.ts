import { fault, type Place } from "./fault.js";
import { clockChangeHint, intervalName, type TimedRows } from "./timed-rows.js";
import { duration, isoInstant } from "./timestamp.js";

/** Intervals one after another from a start. */
export interface Grid {
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
}

/**
 * Refuses a time that is not a whole number of intervals after the start.
 *
 * @throws UserError naming the first such row
 */
export function checkOnGrid(rows: TimedRows, grid: Omit<Grid, "intervals">, place: Place): void {
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
export function checkComplete(rows: TimedRows, grid: Grid, place: Place): void {
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
