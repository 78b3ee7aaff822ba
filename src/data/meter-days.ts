import { dayRanges, intervalsPerDay } from "./day-grid.js";
import { fault } from "./fault.js";
import type { Meter, MeterSeries } from "./series.js";
import { DAY_SECONDS, dayOf, isoInstant, parseDay } from "./timestamp.js";

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
export function metersOfDay(series: MeterSeries, day: string): Meter[] {
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
