import { type DateForm, dateTime, type DateTime } from "../date-time.js";
import { shown } from "../fault.js";
import { clockTime, DAY_SECONDS, type TimeRead } from "../timestamp.js";
import type { Zone } from "../zone.js";

/** How a file writes its times. */
interface TimeForm {
  readonly dates: DateForm | undefined;
  /** Of times that name none; without it they are refused. */
  readonly zone: Zone | undefined;
  /** Unix time at which the day of `hh:mm` starts: without it they are refused, with NaN they are no time at all. */
  readonly midnight: number | undefined;
  readonly wholeMinutes: boolean;
}

/** The last time of a meter, and whether its times fall. */
interface Before {
  readonly seconds: number;
  readonly falls: boolean;
}

/** As far as two times in a row may be apart for the second to tell which of two equal hours it is in. */
const NEAR_SECONDS = 3600;

/** Reads the times of a file's rows. */
export class RowClock {
  readonly #form: TimeForm;
  readonly #before = new Map<string, Before>();
  #last: { readonly text: string; readonly read: DateTime | string } | undefined;

  constructor(form: TimeForm) {
    this.#form = form;
  }

  /**
   * A row's time. Of the two equal hours of an autumn day it is in the one that follows from the meter's row before.
   *
   * @returns the time, or the problem in words
   */
  start(text: string, meter: string): TimeRead | string {
    const { zone, midnight } = this.#form;
    if (/^\d+:\d\d(?::\d\d)?$/.test(text) && !Number.isNaN(midnight))
      return midnight === undefined ? `${shown(text)} has no day` : clockTime(text, midnight);
    const read = this.#read(text);
    if (typeof read === "string") return read;
    const { seconds, offsetSeconds } = read;
    if (offsetSeconds !== undefined) return { startSeconds: seconds, offsetSeconds };
    if (zone === undefined) {
      return `${shown(text)} has no zone: end it with Z or an offset such as +01:00, or say --zone Europe/Amsterdam`;
    }
    const instant = this.#instant(seconds, text, meter, zone);
    if (typeof instant === "string") return instant;
    this.#remember(meter, instant);
    return { startSeconds: instant, offsetSeconds: zone.offsetAt(instant) };
  }

  /**
   * The end of a row's interval. A midnight may be written with the day that it ends.
   *
   * @returns Unix seconds, or the problem in words
   */
  end(text: string, { startSeconds }: TimeRead, delaySeconds = 0): number | string {
    const read = this.#read(text);
    if (typeof read === "string") return read;
    const { zone } = this.#form;
    const { seconds: written, offsetSeconds: ahead } = read;
    const instants = (seconds: number) =>
      ahead === undefined && zone !== undefined ? zone.instants(seconds) : [seconds];
    const end = instants(written).find((seconds) => seconds + delaySeconds > startSeconds);
    if (end !== undefined) return end + delaySeconds;
    const isMidnight = (written + (ahead ?? 0)) % DAY_SECONDS === 0;
    const [nextDay = NaN] = isMidnight ? instants(written + DAY_SECONDS) : [];
    return nextDay > startSeconds ? nextDay : `${shown(text)} is not after the interval's start`;
  }

  #read(text: string): DateTime | string {
    if (this.#last?.text === text) return this.#last.read;
    const { dates, wholeMinutes } = this.#form;
    let read = dateTime(text, dates, wholeMinutes ? "dropped" : "refused");
    if (wholeMinutes && typeof read !== "string") read = { ...read, seconds: read.seconds - (read.seconds % 60) };
    this.#last = { text, read };
    return read;
  }

  #instant(local: number, text: string, meter: string, zone: Zone): number | string {
    const [first, second] = zone.instants(local);
    if (first === undefined) return `${shown(text)} does not exist in ${zone.name}: the clock skips it`;
    if (second === undefined) return first;
    const before = this.#before.get(meter);
    if (before !== undefined) {
      const { seconds, falls } = before;
      const rising = first > seconds ? first : second;
      const follows = falls || second < seconds ? (second < seconds ? second : first) : rising;
      if (Math.abs(follows - seconds) <= NEAR_SECONDS) return follows;
    }
    return `${shown(text)} exists twice in ${zone.name}, and no row just before it tells which it is: give it an offset`;
  }

  #remember(meter: string, seconds: number): void {
    const before = this.#before.get(meter);
    if (before?.seconds === seconds) return;
    this.#before.set(meter, { seconds, falls: before !== undefined && seconds < before.seconds });
  }
}
