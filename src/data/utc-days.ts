import { fault } from "./fault.js";
import type { MeterEnergy, MeterSeries } from "./meters.js";
import type { PriceSeries } from "./prices.js";
import { DAY_SECONDS, dayOf, duration, isoInstant, parseDay } from "./timestamp.js";

/**
 * The UTC days that a meter file covers from midnight to midnight, in order.
 *
 * @throws UserError when the file's intervals do not fill a UTC day
 */
export function completeMeterDays(series: MeterSeries): string[] {
  intervalsPerDay(series);
  const days: string[] = [];
  const end = endOf(series);
  let midnight = Math.ceil(series.startSeconds / DAY_SECONDS) * DAY_SECONDS;
  for (; midnight + DAY_SECONDS <= end; midnight += DAY_SECONDS) days.push(dayOf(midnight));
  return days;
}

/**
 * Each meter's energy by interval of a UTC day.
 *
 * @param day - such as `2013-06-15`
 * @throws UserError for a day that the file does not cover from midnight to midnight
 */
export function metersOfDay(series: MeterSeries, day: string): MeterEnergy[] {
  const perDay = intervalsPerDay(series);
  const first = (parseDay(day) - series.startSeconds) / series.intervalSeconds;
  if (first < 0 || first + perDay > series.intervals) {
    const span = `${isoInstant(series.startSeconds)} to ${isoInstant(endOf(series))}`;
    const choice = dayRanges(completeMeterDays(series));
    throw fault({ source: series.source }, `covers ${span}, not the UTC day ${day}; complete days: ${choice}`);
  }
  return series.meters.map(({ name, energyWh }) => ({ name, energyWh: energyWh.slice(first, first + perDay) }));
}

function endOf({ startSeconds, intervals, intervalSeconds }: MeterSeries): number {
  return startSeconds + intervals * intervalSeconds;
}

/**
 * The UTC days of which a price file has every interval, in order.
 *
 * @throws UserError when the file's intervals do not fill a UTC day
 */
export function completePriceDays(series: PriceSeries): string[] {
  const perDay = pricesPerDay(series);
  const counts = new Map<string, number>();
  for (const seconds of series.startsAt) {
    const day = dayOf(seconds);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  // No interval occurs twice, so a full count is a full day.
  return [...counts].filter(([, count]) => count === perDay).map(([day]) => day);
}

/**
 * The prices of a UTC day by interval of the day, in base units per MWh.
 *
 * @param day - such as `2018-09-26`
 * @throws UserError for a day that lacks an interval: names the first one and the days that can be chosen
 */
export function pricesOfDay(series: PriceSeries, day: string): bigint[] {
  const { source, startsAt, lines } = series;
  const midnight = parseDay(day);
  const perDay = pricesPerDay(series);
  const prices: bigint[] = [];
  let index = startsAt.findIndex((seconds) => seconds >= midnight);
  for (let interval = 0; interval < perDay; interval++, index++) {
    const expected = midnight + interval * series.intervalSeconds;
    const price = startsAt[index] === expected ? series.pricePerMwh[index] : undefined;
    if (price === undefined) {
      const place = { source, line: lines[index] ?? lines.at(-1), column: "timestamp" };
      const choice = dayRanges(completePriceDays(series));
      throw fault(place, `${isoInstant(expected)} is missing, so the day has no prices; complete days: ${choice}`);
    }
    prices.push(price);
  }
  return prices;
}

function pricesPerDay({ source, startsAt: [startSeconds = 0], intervalSeconds }: PriceSeries): number {
  return intervalsPerDay({ source, startSeconds, intervalSeconds });
}

/**
 * The number of intervals of a UTC day in a file.
 *
 * @param startSeconds - any time of the file's grid
 * @throws UserError when the intervals do not fill a UTC day from midnight to midnight
 * @example intervalsPerDay({ source: "a.csv", startSeconds: 0, intervalSeconds: 1800 }) // 48
 */
function intervalsPerDay(grid: { source: string; startSeconds: number; intervalSeconds: number }): number {
  const { source, startSeconds, intervalSeconds } = grid;
  if (DAY_SECONDS % intervalSeconds !== 0 || startSeconds % intervalSeconds !== 0) {
    const steps = `${duration(intervalSeconds)} from ${isoInstant(startSeconds)}`;
    throw fault({ source }, `its intervals, ${steps}, do not fill a UTC day from midnight to midnight`);
  }
  return DAY_SECONDS / intervalSeconds;
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
