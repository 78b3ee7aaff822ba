import { fault } from "./fault.js";
import type { Meter, MeterSeries, PriceSeries } from "./series.js";
import { DAY_SECONDS, dayOf, isoInstant, parseDay } from "./timestamp.js";

/**
 * The UTC days that a meter file covers from midnight to midnight, in order.
 *
 * @throws UserError when the intervals do not divide a UTC day
 */
export function completeMeterDays(series: MeterSeries): string[] {
  const perDay = intervalsPerDay(series);
  const days: string[] = [];
  const toMidnight = (DAY_SECONDS - (series.startSeconds % DAY_SECONDS)) % DAY_SECONDS;
  checkDivided(series, toMidnight);
  for (let index = toMidnight / series.intervalSeconds; index + perDay <= series.intervals; index += perDay)
    days.push(dayOf(series.startSeconds + index * series.intervalSeconds));
  return days;
}

/**
 * Each meter's energy by interval of a UTC day.
 *
 * @param day - such as `2013-06-15`
 * @throws UserError for a day that the file does not cover, with the time that it covers
 */
export function metersOfDay(series: MeterSeries, day: string): Meter[] {
  const offset = parseDay(day) - series.startSeconds;
  const perDay = intervalsPerDay(series);
  checkDivided(series, offset);
  const first = offset / series.intervalSeconds;
  if (first < 0 || first + perDay > series.intervals) {
    const end = series.startSeconds + series.intervals * series.intervalSeconds;
    const span = `${isoInstant(series.startSeconds)} to ${isoInstant(end)}`;
    throw fault(series, `does not cover the UTC day ${day}, only ${span}`);
  }
  return series.meters.map(({ name, energyWh }) => ({ name, energyWh: energyWh.slice(first, first + perDay) }));
}
