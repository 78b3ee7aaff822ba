import { energyText, ofWholeWh } from "../data/energy.js";
import { isoInstant } from "../data/timestamp.js";
import type { MeteredInterval } from "../model/metered-shares.js";
import {
  isLater,
  STREAM,
  type Coverage,
  type Entry,
  type MeterBook,
  type MeterReading,
  type RowOrigin,
} from "./meter-book.js";
import { Timeline } from "./timeline.js";

/**
 * What a register showed, in microjoules. The two differ where the meter was exchanged: the old one's, the new one's.
 */
interface Shown {
  readonly start: number;
  closing: bigint;
  opening: bigint;
  origin: RowOrigin;
}

/** What the registers of meters showed, in any order: the energy of an interval is the difference of two readings. */
export class RegisterBook implements MeterBook {
  readonly seconds: number;
  readonly #meters = new Map<string, Timeline<Shown>>();

  /** @param seconds - how far readings stand apart; readings between are welcome */
  constructor(seconds: number) {
    this.seconds = seconds;
  }

  /**
   * Adds what a register showed at a time. The first reading of a time stands, unless its file says something else
   * later. A second one of less than half is the first of a new meter.
   */
  add({ meter, startSeconds: start, microjoules }: MeterReading, origin = STREAM): Entry {
    const line = this.#line(meter);
    const same = line.at(start);
    if (same === undefined) {
      line.add({ start, closing: microjoules, opening: microjoules, origin });
      return "new";
    }
    const later = isLater(origin, same.origin);
    if (later) same.origin = origin;
    if (microjoules === same.closing || microjoules === same.opening) return "known";
    const what = `${isoInstant(start)} of meter ${meter}`;
    const values = `the register of ${what} showed ${energyText(same.closing)} before, and ${energyText(microjoules)} now`;
    if (later) {
      same.closing = same.opening = microjoules;
      return { kind: "corrected", problem: `${values}: what is signed stands, and what is not follows the file` };
    }
    if (same.closing !== same.opening || microjoules * 2n >= same.closing) {
      return { kind: "other value", problem: `${values}: the first one stands` };
    }
    same.opening = microjoules;
    return { kind: "exchanged", problem: `${values}: taken for another meter's, which counts on from there` };
  }

  /**
   * What a meter read from `start` to `end`, if there is a reading at both and at every interval between. A fall is
   * taken for a roll-over where the last hundredth of the digits goes over into the first.
   */
  coverage(meter: string, start: bigint, end: bigint): Coverage {
    const seconds = BigInt(this.seconds);
    if ((end - start) % seconds !== 0n) return { kind: "misfit" };
    const line = this.#line(meter);
    const [from, to] = [Number(start), Number(end)];
    const intervals: MeteredInterval[] = [];
    let last = line.at(from);
    for (let at = from + this.seconds; last !== undefined && at <= to; at += this.seconds) {
      const next = line.at(at);
      if (next === undefined) break;
      const microjoules = between(line, last, next);
      if (typeof microjoules === "object") return microjoules;
      intervals.push({ start: BigInt(at) - seconds, end: BigInt(at), microjoules });
      last = next;
    }
    const found = BigInt(intervals.length);
    const all = (end - start) / seconds;
    if (found === all) return { kind: "complete", intervals, register: false };
    // A period of many years must not cost time: only the readings that are there are counted.
    let there = 0n;
    for (const shown of line.from(from)) {
      if (shown.start > to) break;
      if ((shown.start - from) % this.seconds === 0) there += 1n;
    }
    const first = last === undefined ? start : start + (found + 1n) * seconds;
    return { kind: "missing", first, count: all + 1n - there };
  }

  #line(meter: string): Timeline<Shown> {
    const line = this.#meters.get(meter) ?? new Timeline<Shown>();
    this.#meters.set(meter, line);
    return line;
  }
}

/** What went through a meter between two of its readings, by all that stand between, microjoules. */
function between(line: Timeline<Shown>, first: Shown, last: Shown): bigint | Coverage {
  let sum = 0n;
  let before = first;
  for (const shown of line.from(first.start + 1)) {
    const energy = counted(before.opening, shown.closing);
    if (energy === undefined) return { kind: "fell", from: before.start, to: shown.start };
    sum += energy;
    before = shown;
    if (shown === last) break;
  }
  return sum;
}

const WH_PER_KWH = 1000n;
/** A register of fewer digits before the point, in kWh, is not taken to roll over. */
const FEWEST_DIGITS = 4;

/** How much a register went on, microjoules; undefined if it fell and did not roll over. */
function counted(from: bigint, to: bigint): bigint | undefined {
  if (to >= from) return to - from;
  const digits = String(from / ofWholeWh(WH_PER_KWH)).length;
  const round = ofWholeWh(WH_PER_KWH * 10n ** BigInt(digits));
  const rollsOver = digits >= FEWEST_DIGITS && (round - from) * 100n <= round && to * 100n <= round;
  return rollsOver ? round - from + to : undefined;
}
