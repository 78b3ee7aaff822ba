import { fault } from "./fault.js";
import { DAY_SECONDS, dayOf, duration, isoInstant } from "./timestamp.js";

/**
 * How many intervals a UTC day has in a file.
 *
 * @param startSeconds - any time of the file's grid
 * @throws UserError when the intervals do not fill a UTC day from midnight to midnight
 * @example intervalsPerDay({ source: "a.csv", startSeconds: 0, intervalSeconds: 1800 }) // 48
 */
export function intervalsPerDay(grid: { source: string; startSeconds: number; intervalSeconds: number }): number {
  const { source, startSeconds, intervalSeconds } = grid;
  if (DAY_SECONDS % intervalSeconds !== 0 || startSeconds % intervalSeconds !== 0) {
    const steps = `${duration(intervalSeconds)} from ${isoInstant(startSeconds)}`;
    throw fault({ source }, `its intervals, ${steps}, do not fill a UTC day from midnight to midnight`);
  }
  return DAY_SECONDS / intervalSeconds;
}

/**
 * Days in order as a message lists them, days in a row taken together.
 *
 * @example dayRanges(["2018-09-26", "2018-09-27", "2018-09-29"]) // "2018-09-26 to 2018-09-27, 2018-09-29"
 */
export function dayRanges(days: readonly string[]): string {
  const ranges: { first: string; last: string }[] = [];
  for (const day of days) {
    const range = ranges.at(-1);
    if (range && dayOf(Date.parse(range.last) / 1000 + DAY_SECONDS) === day) range.last = day;
    else ranges.push({ first: day, last: day });
  }
  return ranges.map(({ first, last }) => (first === last ? first : `${first} to ${last}`)).join(", ") || "none";
}
