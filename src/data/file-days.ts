import type { UserError } from "../model/errors.js";
import { FaultList, fault, shown } from "./fault.js";
import { RisingValues } from "./rising.js";
import type { Series } from "./series.js";
import { clockChangeHint, type TimedRows } from "./timed-rows.js";
import { DAY_SECONDS, dayOf, duration, isoInstant, parseDay } from "./timestamp.js";

const HOUR_SECONDS = 3600;

const STAMPED_BY_ENDS =
  "its times run from one interval after midnight to midnight, as ends of intervals do: if they are ends, add --stamps end";

/** The rows of one meter, or of prices, on one day. */
export interface RowsOfDay {
  readonly rows: TimedRows;
  /** Index of the day's first row, and of the one after its last. */
  readonly from: number;
  readonly to: number;
}

/** A calendar day in a file. */
export interface FileDay {
  /** Such as `2013-06-15`. */
  readonly date: string;
  /** Unix time of midnight, and of the next midnight: 23 or 25 hours later where the clocks change. */
  readonly start: number;
  readonly end: number;
  readonly parts: readonly RowsOfDay[];
}

/** The days of a file, by its own clock: local days where its times have offsets, otherwise UTC days. */
export class FileDays {
  readonly series: Series;
  readonly #days: ReadonlyMap<string, FileDay>;
  /** Meters whose values only ever rise, once they have been looked for. */
  #registers: readonly string[] | undefined;
  /** The days that can be played, in order: every meter that has rows has all of them, and none is faulty. */
  readonly complete: readonly string[];

  /** A file none of whose local days is complete is tried by UTC days. */
  constructor(series: Series) {
    this.series = series;
    const isLocal = series.rows.some((rows) => rows.isLocal);
    let days = daysBy(series, isLocal);
    let complete = completeOf(days, series);
    if (isLocal && complete.length === 0) {
      const utcDays = daysBy(series, false);
      complete = completeOf(utcDays, series);
      if (complete.length > 0) days = utcDays;
    }
    this.#days = days;
    this.complete = complete;
  }

  /** The first complete day that has the most meters, so one before the last meter moved in is not taken. */
  get first(): string | undefined {
    const count = (date: string) => this.#days.get(date)?.parts.length ?? 0;
    let best: string | undefined;
    for (const date of this.complete) if (best === undefined || count(date) > count(best)) best = date;
    return best;
  }

  /**
   * A day to play.
   *
   * @throws UserError for a day that is not complete: the first ten faults and how many more there are
   */
  day(date: string): FileDay {
    parseDay(date);
    const day = this.#days.get(date);
    if (day === undefined) throw fault(this.series, `${this.#span()}, not ${date}; complete days: ${this.#choice()}`);
    const faults = faultsOf(day, this.series);
    if (faults.count > 0) throw faults.error();
    return day;
  }

  /** Why a file has no day that can be played. */
  noDay(): UserError {
    const all = new FaultList();
    all.add(fault(this.series, `covers no day from midnight to midnight: ${this.#span()}`).message);
    if (this.#looksStampedByEnds()) all.add(fault(this.series, STAMPED_BY_ENDS).message);
    const days = [...this.#days.values()].sort((a, b) => a.start - b.start);
    for (const day of days) all.addAll(faultsOf(day, this.series));
    return all.error();
  }

  /** Notes on the file for the reader of the result, a sentence each. */
  notes({ date, parts }: FileDay): string[] {
    const { source, taken, repeated, rows } = this.series;
    const notes = taken === "" ? [] : [`${source}: taken for ${taken}`];
    if (repeated > 0) notes.push(`${source}: rows that stand twice and count once: ${repeated}`);
    const absent = rows.length - parts.length;
    if (absent > 0) notes.push(`${source}: ${absent} of ${rows.length} meters have no row on ${date} and take no part`);
    if (this.#looksStampedByEnds()) notes.push(`${source}: ${STAMPED_BY_ENDS}`);
    this.#registers ??= rows.filter(isRegister).map(({ meter = "" }) => shown(meter));
    const [register] = this.#registers;
    if (register !== undefined)
      notes.push(
        `${source}: the values of ${this.#registers.length} of ${rows.length} meters, such as ${register}, only ever rise, as a register's readings do: they were taken for the energy of intervals`,
      );
    return notes;
  }

  /** Whether every meter begins one interval after a midnight and ends at one. */
  #looksStampedByEnds(): boolean {
    return this.series.rows.every((rows) => {
      const last = rows.startsAt.length - 1;
      const dayTime = (index: number) => modulo((rows.startsAt[index] ?? 0) + rows.offsetAt(index), DAY_SECONDS);
      return last > 0 && dayTime(0) === rows.lengths[0] && dayTime(last) === 0;
    });
  }

  #span(): string {
    let [from, to] = [Infinity, -Infinity];
    for (const { startsAt, lengths } of this.series.rows) {
      from = Math.min(from, startsAt[0] ?? Infinity);
      to = Math.max(to, (startsAt.at(-1) ?? 0) + (lengths.at(-1) ?? 0));
    }
    return `it has ${isoInstant(from)} to ${isoInstant(to)}`;
  }

  #choice(): string {
    return dayRanges(this.complete);
  }
}

/** Whether a meter's values, not prices, only ever rise. */
function isRegister({ meter, startsAt, values, lengths }: TimedRows): boolean {
  const rising = new RisingValues(lengths[0] ?? 0);
  for (const [index, value] of values.entries()) rising.take(startsAt[index] ?? 0, value);
  return meter !== undefined && rising.seen;
}

function daysBy(series: Series, local: boolean): Map<string, FileDay> {
  const days = new Map<string, { date: string; start: number; end: number; parts: RowsOfDay[] }>();
  for (const rows of series.rows) {
    const offsetAt = (index: number) => (local ? rows.offsetAt(index) : 0);
    const numberAt = (index: number) => Math.floor(((rows.startsAt[index] ?? 0) + offsetAt(index)) / DAY_SECONDS);
    for (let from = 0, to = 0; from < rows.startsAt.length; from = to) {
      const number = numberAt(from);
      for (to = from + 1; to < rows.startsAt.length && numberAt(to) === number; to++);
      const date = dayOf(number * DAY_SECONDS);
      const start = number * DAY_SECONDS - offsetAt(from);
      const end = (number + 1) * DAY_SECONDS - offsetAt(to - 1);
      const day = days.get(date);
      if (day === undefined) days.set(date, { date, start, end, parts: [{ rows, from, to }] });
      else {
        // Meters whose clocks differ have no common day: one of them lacks a part of the widest.
        day.start = Math.min(day.start, start);
        day.end = Math.max(day.end, end);
        day.parts.push({ rows, from, to });
      }
    }
  }
  return days;
}

function completeOf(days: ReadonlyMap<string, FileDay>, series: Series): string[] {
  const isComplete = (day: FileDay) =>
    series.faults.between(day.start, day.end).count === 0 &&
    day.parts.every((part) => gapsOf(part, day).next().done === true);
  return Array.from(days.values())
    .filter(isComplete)
    .map(({ date }) => date)
    .sort();
}

function faultsOf(day: FileDay, series: Series): FaultList {
  const faults = series.faults.between(day.start, day.end);
  for (const part of day.parts) for (const gap of gapsOf(part, day)) faults.add(gap);
  return faults;
}

/** What is missing of a day, or overlaps, from midnight to midnight. */
function* gapsOf({ rows, from, to }: RowsOfDay, { start, end }: FileDay): Generator<string> {
  let until = start;
  for (let index = from; index < to; index++) {
    const [begins = 0, length = 0] = [rows.startsAt[index], rows.lengths[index]];
    if (begins > until) {
      const hint = index > from && begins - until === HOUR_SECONDS ? clockChangeHint("forward", rows.isLocal) : "";
      yield rows.problem(index, missing(rows, { from: until, to: begins, step: length }) + hint);
    }
    if (begins < until) yield rows.problem(index, overlapping(rows, index, until));
    until = Math.max(until, begins + length);
  }
  const last = to - 1;
  const step = rows.lengths[last] ?? 0;
  if (until < end)
    yield rows.problem(Math.min(to, rows.startsAt.length - 1), missing(rows, { from: until, to: end, step }));
  if (until > end)
    yield rows.problem(last, `${rows.name(rows.startsAt[last] ?? 0)} has ${duration(step)}, past midnight`);
}

function missing(rows: TimedRows, { from, to, step }: { from: number; to: number; step: number }): string {
  const first = `${rows.name(from)} is missing`;
  return to - from === step ? first : `${first}, and so on until ${isoInstant(to)}`;
}

function overlapping(rows: TimedRows, index: number, until: number): string {
  return `${rows.name(rows.startsAt[index] ?? 0)} is off the grid: the row before it lasts until ${isoInstant(until)}`;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/**
 * Days in order as messages list them, with successive days as a range.
 *
 * @example dayRanges(["2018-09-26", "2018-09-27", "2018-09-29"]) // "2018-09-26 to 2018-09-27, 2018-09-29"
 */
function dayRanges(days: readonly string[]): string {
  const ranges: { first: string; last: string }[] = [];
  for (const day of days) {
    const range = ranges.at(-1);
    if (range && dayOf(Date.parse(range.last) / 1000 + DAY_SECONDS) === day) range.last = day;
    else ranges.push({ first: day, last: day });
  }
  return ranges.map(({ first, last }) => (first === last ? first : `${first} to ${last}`)).join(", ") || "none";
}
