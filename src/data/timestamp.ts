import { UserError } from "../model/errors.js";

import { shown } from "./fault.js";

const DAY = /^\d{4}-\d\d-\d\d$/;
const CLOCK_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.0+)?)?(?:(Z)|([+-])((?:0\d|1[0-4]):?[0-5]\d))?$/;

/** The interval of British meters and markets; also assumed for a file with a single time. */
export const HALF_HOUR_SECONDS = 1800;

/** Seconds in a UTC day, which has no clock change. */
export const DAY_SECONDS = 86_400;

/**
 * Reads an ISO 8601 date and time as Unix seconds. `T01:30+01:00` and `T00:30Z` are the same instant, so a series in
 * local time stays evenly spaced if its offset changes with the clock.
 *
 * @param zoneless - a text without a zone: an error (`refused`), or UTC (`utc`)
 * @returns whole seconds; or the problem in words, to which the caller adds the place
 * @example instant("2013-06-15T01:00:00+01:00", "refused") // 1371254400
 */
export function instant(text: string, zoneless: "refused" | "utc"): number | string {
  if (text === "") return "is empty";
  const [, date = "", time = "", seconds = "0", utc, sign, offset = "00:00"] = DATE_TIME.exec(text) ?? [];
  const midnight = startOfDay(date);
  if (midnight === undefined) return `${shown(text)} is not a date and time such as 2013-06-15T00:30:00Z`;
  if (utc === undefined && sign === undefined && zoneless === "refused")
    return `${shown(text)} has no zone: end it with Z or an offset such as +01:00`;
  const ahead = sign === "-" ? -clockSeconds(offset) : clockSeconds(offset);
  return midnight + clockSeconds(time) + Number(seconds) - ahead;
}

/** Reads `hh:mm` of the day that starts at `midnight`; the result is as {@link instant}'s. */
export function clockTime(text: string, midnight: number): number | string {
  return CLOCK_TIME.test(text) ? midnight + clockSeconds(text) : `${shown(text)} is not a time of day such as 00:30`;
}

/**
 * Unix time at which a UTC day starts.
 *
 * @throws UserError for a text that is not a calendar day
 * @example parseDay("2018-09-26") // 1537920000
 */
export function parseDay(day: string): number {
  const midnight = startOfDay(day);
  if (midnight === undefined) throw new UserError(`${shown(day)} is not a day such as 2018-09-26`);
  return midnight;
}

/** Unix seconds in ISO 8601: `2013-06-15T00:30:00Z`. */
export function isoInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** The UTC day of an instant: `2013-06-15`. */
export function dayOf(seconds: number): string {
  return isoInstant(seconds).slice(0, "YYYY-MM-DD".length);
}

/** A length of time as messages show it: `30 min`, or in seconds if it is not a whole number of minutes. */
export function duration(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function startOfDay(day: string): number | undefined {
  if (!DAY.test(day)) return undefined;
  const midnight = new Date(`${day}T00:00:00Z`);
  // A Date takes 2013-02-30 for 2 March.
  return midnight.getUTCDate() === Number(day.slice(-2)) ? midnight.getTime() / 1000 : undefined;
}

/** `hh:mm` or `hhmm` as seconds. */
function clockSeconds(text: string): number {
  return Number(text.slice(0, 2)) * 3600 + Number(text.slice(-2)) * 60;
}
