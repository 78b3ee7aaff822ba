import { UserError } from "../model/errors.js";

import { shown } from "./fault.js";
import { DAY_SECONDS } from "./timestamp.js";

/** How far a clock can be away from UTC, and a margin. */
const WIDEST_SECONDS = 64_800;

const FIXED = /^(?:UTC)?([+-])(0\d|1[0-4]):?([0-5]\d)$/;

/** A clock that people live by: a place's, such as `Europe/Amsterdam`, or a fixed offset from UTC, such as `+10:00`. */
export class Zone {
  readonly name: string;
  readonly #offsetOf: (seconds: number) => number;
  /** By local day: the offset if it is the same all day and around it, else undefined. */
  readonly #steady = new Map<number, number | undefined>();

  /** @throws UserError for a name that is unknown */
  constructor(name: string) {
    this.name = name;
    const [, sign, hours, minutes] = FIXED.exec(name) ?? [];
    if (sign === undefined) {
      this.#offsetOf = offsetsOf(name);
      return;
    }
    const offset = (Number(hours) * 3600 + Number(minutes) * 60) * (sign === "-" ? -1 : 1);
    this.#offsetOf = () => offset;
  }

  /** How far the clock is ahead of UTC at an instant, s. */
  offsetAt(seconds: number): number {
    return this.#offsetOf(seconds);
  }

  /**
   * The instants at which the clock shows a local time: none where it skips it in spring, two where it repeats it in
   * autumn, the earlier first.
   *
   * @param local - the local date and time as if it were UTC, in Unix seconds
   */
  instants(local: number): readonly number[] {
    const day = Math.floor(local / DAY_SECONDS);
    if (!this.#steady.has(day)) this.#steady.set(day, this.#steadyOffset(day));
    const steady = this.#steady.get(day);
    if (steady !== undefined) return [local - steady];
    const offsets = new Set([this.offsetAt(local - WIDEST_SECONDS), this.offsetAt(local + WIDEST_SECONDS)]);
    const instants = Array.from(offsets, (offset) => local - offset);
    return instants.filter((seconds) => seconds + this.offsetAt(seconds) === local).sort((a, b) => a - b);
  }

  #steadyOffset(day: number): number | undefined {
    const before = this.offsetAt(day * DAY_SECONDS - WIDEST_SECONDS);
    return before === this.offsetAt((day + 1) * DAY_SECONDS + WIDEST_SECONDS) ? before : undefined;
  }
}

function offsetsOf(name: string): (seconds: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  } catch {
    throw new UserError(`${shown(name)} is no time zone such as Europe/Amsterdam, UTC or +10:00`);
  }
  return (seconds) => {
    const text = format.formatToParts(seconds * 1000).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours = 0, minutes = 0, rest = 0] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? [];
    return (Number(hours) * 3600 + Number(minutes) * 60 + Number(rest)) * (sign === "-" ? -1 : 1);
  };
}
