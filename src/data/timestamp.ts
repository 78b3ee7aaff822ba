import { UserError } from "../model/errors.js";

import { dateTime, startOfDate } from "./date-time.js";
import { shown } from "./fault.js";

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const CLOCK_TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|24:00(?::00)?)$/;

/** The interval of British meters and markets; also assumed for a file with a single time. */
export const HALF_HOUR_SECONDS = 1800;

/** Seconds in a UTC day, which has no clock change. */
export const DAY_SECONDS = 86_400;

/** A time of a file. */
export interface TimeRead {
  /** Unix seconds. */
  readonly startSeconds: number;
  /** How far the clock that it is written in is ahead of UTC, s. */
  readonly offsetSeconds: number;
}

/**
 * Reads an ISO 8601 date and time. `T01:30+01:00` and `T00:30Z` are the same instant, so a series in
 * local time stays evenly spaced if its offset changes with the clock.
 *
 * @param zoneless - a text without a zone: an error (`refused`), or UTC (`utc`)
 * @returns whole seconds; or the problem in words, to which the caller adds the place
 * @example moment("2013-06-15T01:00:00+01:00", "refused") // { startSeconds: 1371254400, offsetSeconds: 3600 }
 */
export function moment(text: string, zoneless: "refused" | "utc"): TimeRead | string {
  const read = dateTime(text);
  if (text === "") return "is empty";
  // Other forms of dates can be said for a file only.
  if (typeof read === "string") return `${shown(text)} is not a date and time such as 2013-06-15T00:30:00Z`;
  if (read.offsetSeconds === undefined && zoneless === "refused")
    return `${shown(text)} has no zone: end it with Z or an offset such as +01:00`;
  return { startSeconds: read.seconds, offsetSeconds: read.offsetSeconds ?? 0 };
}

/**
 * Reads `hh:mm` or `hh:mm:ss` of the day that starts at `midnight`, up to `24:00`; the result is as {@link moment}'s.
 */
export function clockTime(text: string, midnight: number): TimeRead | string {
  if (!CLOCK_TIME.test(text)) return `${shown(text)} is not a time of day such as 00:30`;
  return { startSeconds: midnight + clockSeconds(text), offsetSeconds: 0 };
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

function startOfDay(text: string): number | undefined {
  const [, year = "", month = "", day = ""] = DAY.exec(text) ?? [];
  return startOfDate(year, month, day);
}

/** `hh:mm` or `hh:mm:ss` as seconds. */
function clockSeconds(text: string): number {
  const [hours, minutes, seconds = 0] = text.split(":").map(Number);
  return Number(hours) * 3600 + Number(minutes) * 60 + seconds;
}
