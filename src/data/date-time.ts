import { shown } from "./fault.js";

/** How dates are written, where they do not begin with the year: day or month first, or as Unix time. */
export const DATE_FORMS = ["dmy", "mdy", "unix"] as const;
export type DateForm = (typeof DATE_FORMS)[number];

/** A date and time as it is written. */
export interface DateTime {
  /** Unix seconds; without an offset as if the clock were UTC's. */
  readonly seconds: number;
  /** How far the clock is ahead of UTC, s; undefined if the text does not say. */
  readonly offsetSeconds: number | undefined;
}

const DATE_TIME = new RegExp(
  [
    /^(?:(?<year>\d{4})[-/](?<month>\d\d)[-/](?<day>\d\d)|(?<first>\d{1,2})[./-](?<second>\d{1,2})[./-](?<last>\d{4}))/,
    /(?:T|\s+)(?<hour>\d{1,2}):(?<minute>[0-5]\d)(?::(?<seconds>[0-5]\d)(?:\.(?<fraction>\d+))?)?/,
    /(?:\s*(?<half>[AP]M))?(?:\s*(?:(?<utc>Z|UTC|GMT)|(?<sign>[+-])(?<ahead>(?:0\d|1[0-4])(?::?[0-5]\d)?)|\((?<cet>CES?T)\)))?$/,
  ]
    .map(({ source }) => source)
    .join(""),
  "i",
);

const HOUR_SECONDS = 3600;

/**
 * Reads a date and time: year first as in ISO 8601 with `-` or `/`, then `T` or space, then `hh:mm`, `hh:mm:ss` or
 * `24:00`, AM or PM; at the end `Z`, `UTC`, `GMT`, an offset such as `+01:00`, `+0100` or `+01`, or `(CET)`, `(CEST)`.
 *
 * @param dates - how dates are written that do not begin with the year; without it they are refused
 * @param fraction - parts of a second other than 0: refused, or dropped
 * @returns the problem in words for anything else, to which the caller adds the place
 * @example dateTime("18.06.2025 02:00", "dmy") // { seconds: 1750212000, offsetSeconds: undefined }
 */
export function dateTime(
  text: string,
  dates?: DateForm,
  fraction: "refused" | "dropped" = "refused",
): DateTime | string {
  if (text === "") return "is empty";
  const wrong = `${shown(text)} is not a date and time such as 2013-06-15T00:30:00Z`;
  if (/^\d{10}(?:\d{3})?(?:\.\d+)?$/.test(text)) return unixTime(text, dates) ?? wrong;
  const parts = DATE_TIME.exec(text)?.groups;
  if (parts === undefined) return wrong;
  const { seconds = "00", minute = "", fraction: rest = "" } = parts;
  if (fraction === "refused" && /[1-9]/.test(rest)) return wrong;
  if (parts.year === undefined && (dates === undefined || dates === "unix")) {
    return `${shown(text)} does not begin with its year: say --dates dmy (day first) or --dates mdy (month first)`;
  }
  const midnight = midnightOf(parts, dates);
  const hour = hourOf(parts, seconds);
  if (midnight === undefined || hour === undefined) return wrong;
  const local = midnight + hour * HOUR_SECONDS + Number(minute) * 60 + Number(seconds);
  const offsetSeconds = offsetOf(parts);
  return { seconds: local - (offsetSeconds ?? 0), offsetSeconds };
}

function unixTime(text: string, dates: DateForm | undefined): DateTime | string | undefined {
  if (dates !== "unix") return `${shown(text)} looks like Unix time: say --dates unix if it is`;
  const [whole = "", fraction = ""] = text.split(".");
  if (/[1-9]/.test(fraction)) return undefined;
  if (whole.length === 10) return { seconds: Number(whole), offsetSeconds: 0 };
  return whole.endsWith("000") ? { seconds: Number(whole) / 1000, offsetSeconds: 0 } : undefined;
}

type Parts = Readonly<Record<string, string | undefined>>;

function midnightOf({ year, month = "", day = "", first = "", second = "", last = "" }: Parts, dates?: DateForm) {
  if (year !== undefined) return startOfDate(year, month, day);
  return dates === "mdy" ? startOfDate(last, first, second) : startOfDate(last, second, first);
}

/** Unix time at which a UTC day starts; undefined if there is no such day. */
export function startOfDate(year: string, month: string, day: string): number | undefined {
  const milliseconds = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(milliseconds);
  // A Date takes 30 February for 2 March, and the year 13 for 1913.
  const same = date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1;
  return same && date.getUTCFullYear() === Number(year) ? milliseconds / 1000 : undefined;
}

/** The hour of the day, 0 to 24; 24 only if nothing follows it. */
function hourOf({ hour = "", minute = "", half }: Parts, seconds: string): number | undefined {
  const number = Number(hour);
  if (half !== undefined) {
    if (number < 1 || number > 12) return undefined;
    return (number % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
  }
  if (number < 24) return number;
  return number === 24 && Number(minute) + Number(seconds) === 0 ? 24 : undefined;
}

function offsetOf({ utc, sign, ahead = "", cet }: Parts): number | undefined {
  if (utc !== undefined) return 0;
  if (cet !== undefined) return cet.toUpperCase() === "CEST" ? 2 * HOUR_SECONDS : HOUR_SECONDS;
  if (sign === undefined) return undefined;
  const minutes = ahead.length > 2 ? Number(ahead.slice(-2)) : 0;
  return (Number(ahead.slice(0, 2)) * HOUR_SECONDS + minutes * 60) * (sign === "-" ? -1 : 1);
}
