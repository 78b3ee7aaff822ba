import { UserError } from "../model/errors.js";
import { wholeWh } from "./energy.js";
import { fault } from "./fault.js";
import type { FileDay, FileDays, RowsOfDay } from "./file-days.js";
import { DAY_SECONDS, duration, isoInstant } from "./timestamp.js";

/** The three files that a day is joined from. */
export interface TradingFiles {
  readonly consumption: FileDays;
  readonly generation: FileDays;
  readonly prices: FileDays;
}

/** The day taken from each file, such as `2013-06-15`. */
export type TradingDays = Readonly<Record<keyof TradingFiles, string>>;

/** A meter's energy on a day. */
export interface MeterEnergy {
  readonly name: string;
  /**
   * Wh, one entry an interval. What is below a watt-hour goes on to the next interval, so that the entries up to any
   * interval add up to the exact energy until then, rounded down once.
   */
  readonly energyWh: readonly bigint[];
}

/** A day of trading: consumption, generation and prices by interval of the day. */
export interface TradingDay {
  readonly days: TradingDays;
  /** Unix time at which the day of consumption starts. */
  readonly startSeconds: number;
  /** The longest of the meters' intervals, or more where they do not fit into each other. */
  readonly intervalSeconds: number;
  readonly intervals: number;
  readonly households: readonly MeterEnergy[];
  readonly roofs: readonly MeterEnergy[];
  /** Base units per MWh, one entry an interval, rounded down; may be negative. */
  readonly pricePerMwh: readonly bigint[];
  /** What was done to make the files fit, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Joins one day of each of three files by interval of the day, whatever their dates: the first interval of each, the
 * second, and so on. By default each file's first complete day is taken. Finer readings are summed; a price is the mean
 * over the interval of those that hold in it, by time.
 *
 * @throws UserError for a day that is not complete, or intervals that do not fit
 */
export function joinByTimeOfDay(files: TradingFiles, chosen: Partial<TradingDays> = {}): TradingDay {
  const day = (kind: keyof TradingFiles) => {
    const date = chosen[kind] ?? files[kind].first;
    if (date === undefined) throw files[kind].noDay();
    return files[kind].day(date);
  };
  const [consumption, generation, prices] = [day("consumption"), day("generation"), day("prices")];
  requireSameLength(consumption, generation);
  requireSameLength(consumption, prices);
  const intervalSeconds = commonInterval(consumption, generation);
  const intervals = (consumption.end - consumption.start) / intervalSeconds;
  return {
    days: { consumption: consumption.date, generation: generation.date, prices: prices.date },
    startSeconds: consumption.start,
    intervalSeconds,
    intervals,
    households: consumption.parts.map((part) => meterOf(part, consumption.start, intervalSeconds, intervals)),
    roofs: generation.parts.map((part) => meterOf(part, generation.start, intervalSeconds, intervals)),
    pricePerMwh: meanPrices(prices, intervalSeconds, intervals),
    notes: dayNotes(files, { consumption, generation, prices }, intervalSeconds),
  };
}

function requireSameLength(one: FileDay, other: FileDay): void {
  const [its, theirs] = [hoursOf(one), hoursOf(other)];
  if (its === theirs) return;
  const problem = `its day ${one.date} has ${its} hours, ${other.date} of ${sourceOf(other)} has ${theirs}: choose days of one length by --consumption-day, --generation-day, --price-day`;
  throw fault({ source: sourceOf(one) }, problem);
}

function hoursOf({ start, end }: FileDay): number {
  return (end - start) / 3600;
}

function sourceOf({ parts }: FileDay): string {
  return parts[0]?.rows.source ?? "";
}

/**
 * The shortest interval that every meter's intervals fit into, s.
 *
 * @throws UserError when that does not fill the day
 */
function commonInterval(...days: readonly FileDay[]): number {
  let common = 1;
  for (const day of days)
    for (const length of lengthsOf(day)) {
      const next = (common / greatestCommonDivisor(common, length)) * length;
      if ((day.end - day.start) % next !== 0) {
        const problem = `its intervals of ${duration(length)} do not fill the day ${day.date} together with others of ${duration(common)}`;
        throw fault({ source: sourceOf(day) }, problem);
      }
      common = next;
    }
  return common;
}

/** The lengths of a day's intervals, s, ascending. */
function lengthsOf({ parts }: FileDay): number[] {
  const lengths = new Set<number>();
  for (const { rows, from, to } of parts) for (const length of rows.lengths.subarray(from, to)) lengths.add(length);
  return [...lengths].sort((a, b) => a - b);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A meter's rows, summed by interval. */
function meterOf(
  { rows, from, to }: RowsOfDay,
  start: number,
  intervalSeconds: number,
  intervals: number,
): MeterEnergy {
  const sums = Array<bigint>(intervals).fill(0n);
  for (let index = from; index < to; index++) {
    const [begins = 0, length = 0] = [rows.startsAt[index], rows.lengths[index]];
    const interval = Math.floor((begins - start) / intervalSeconds);
    if (begins + length > start + (interval + 1) * intervalSeconds) {
      const grid = `${duration(intervalSeconds)} from ${isoInstant(start)}`;
      throw new UserError(rows.problem(index, `${rows.name(begins)} does not fit into intervals of ${grid}`));
    }
    sums[interval] = (sums[interval] ?? 0n) + (rows.values[index] ?? 0n);
  }
  let total = 0n;
  const energyWh = sums.map((microjoules) => {
    const before = wholeWh(total);
    total += microjoules;
    return wholeWh(total) - before;
  });
  return { name: rows.meter ?? "", energyWh };
}

/** The mean of the prices that hold in each interval, by time, rounded down. */
function meanPrices({ parts, start }: FileDay, intervalSeconds: number, intervals: number): bigint[] {
  const sums = Array<bigint>(intervals).fill(0n);
  for (const { rows, from, to } of parts)
    for (let index = from; index < to; index++) {
      const [begins = 0, length = 0] = [rows.startsAt[index], rows.lengths[index]];
      const ends = begins - start + length;
      for (let at = begins - start; at < ends;) {
        const interval = Math.floor(at / intervalSeconds);
        const next = Math.min((interval + 1) * intervalSeconds, ends);
        sums[interval] = (sums[interval] ?? 0n) + (rows.values[index] ?? 0n) * BigInt(next - at);
        at = next;
      }
    }
  return sums.map((sum) => dividedDown(sum, BigInt(intervalSeconds)));
}

function dividedDown(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

function dayNotes(files: TradingFiles, days: Record<keyof TradingFiles, FileDay>, intervalSeconds: number): string[] {
  const notes: string[] = [];
  for (const kind of ["consumption", "generation", "prices"] as const) {
    const [file, day] = [files[kind], days[kind]];
    const { source } = file.series;
    for (const note of file.notes(day)) notes.push(note);
    if (day.start % DAY_SECONDS !== 0)
      notes.push(
        `${source}: ${day.date} is a day of its own clock, ${isoInstant(day.start)} to ${isoInstant(day.end)}`,
      );
    const lengths = lengthsOf(day);
    if (lengths.every((length) => length === intervalSeconds)) continue;
    const all = lengths.map(duration).join(", ");
    const how =
      kind !== "prices"
        ? "finer readings are summed"
        : lengths.every((length) => length > intervalSeconds)
          ? "a price holds for all that lie in its own"
          : "each has the mean of the prices in it";
    notes.push(`${source}: intervals of ${all}, traded in intervals of ${duration(intervalSeconds)}: ${how}`);
  }
  return notes;
}
