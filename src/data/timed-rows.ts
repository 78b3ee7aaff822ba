import { fault, type Place, shown } from "./fault.js";
import { isoInstant } from "./timestamp.js";

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
export function intervalName({ meter }: TimedRows, seconds: number): string {
  return meter === undefined ? isoInstant(seconds) : `${isoInstant(seconds)} of meter ${shown(meter)}`;
}

/**
 * Adds a row, which must be later than the last one.
 *
 * @throws UserError naming a doubled interval with the line of the first, or an unsorted row
 */
export function append(rows: TimedRows, seconds: number, value: bigint, place: Place & { line: number }): void {
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

function outOfOrder(rows: TimedRows, seconds: number, last: number, place: Place): Error {
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
export function clockChangeHint(step: number, intervalSeconds: number | undefined): string {
  if (intervalSeconds === undefined || Math.abs(step - intervalSeconds) !== HOUR_SECONDS) return "";
  const direction = step < intervalSeconds ? "back" : "forward";
  return `; the time steps an hour ${direction}: if the clocks change here, give each time its own offset from UTC`;
}
