import { energyText } from "../data/energy.js";
import { RisingValues } from "../data/rising.js";
import { duration, isoInstant } from "../data/timestamp.js";
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

/** An interval of a meter. */
interface Interval {
  readonly start: number;
  microjoules: bigint;
  origin: RowOrigin;
}

/** The intervals of a meter, and whether they look like a register's readings. */
interface Known {
  readonly line: Timeline<Interval>;
  rising: RisingValues;
  /** A row was added before others, or changed: the rows are looked through anew. */
  stale: boolean;
}

/** What meters have read, interval by interval, in any order. */
export class IntervalBook implements MeterBook {
  readonly seconds: number;
  readonly #meters = new Map<string, Known>();

  /** @param seconds - how long every interval is */
  constructor(seconds: number) {
    this.seconds = seconds;
  }

  /**
   * Adds a reading. The first one of an interval stands, unless its file says something else later. Rows that overlap,
   * or name another length, show that the intervals are not as long as they were said to be: none of those counts.
   */
  add({ meter, startSeconds: start, endSeconds, microjoules }: MeterReading, origin = STREAM): Entry {
    const what = `${isoInstant(start)} of meter ${meter}`;
    const length = (endSeconds ?? start + this.seconds) - start;
    if (length !== this.seconds) {
      const lengths = `is ${duration(length)} long: intervals are ${duration(this.seconds)}, so it is not used`;
      return { kind: "other length", problem: `${what} ${lengths}` };
    }
    const known = this.#known(meter);
    const same = known.line.at(start);
    if (same !== undefined) return changed(same, { microjoules, origin }, what, known);
    const overlapped = this.#overlapping(known.line, start).filter((other) => {
      if (!isLater(origin, other.origin)) return true;
      // The file was read anew, and has its rows at other times now.
      known.line.remove(other);
      known.stale = true;
      return false;
    });
    if (known.line.after(start) === undefined) known.rising.take(start, microjoules);
    else known.stale = true;
    known.line.add({ start, microjoules, origin });
    const [other] = overlapped;
    if (other === undefined) return "new";
    const steps = `intervals are ${duration(this.seconds)}`;
    return { kind: "overlap", problem: `${what} overlaps ${isoInstant(other.start)}: ${steps}, so neither is used` };
  }

  coverage(meter: string, start: bigint, end: bigint): Coverage {
    const seconds = BigInt(this.seconds);
    const [from, to] = [Number(start), Number(end)];
    const { line } = this.#known(meter);
    if ((end - start) % seconds !== 0n) return { kind: "misfit" };
    if (this.#overlapping(line, from).some((other) => this.#counts(line, other))) return { kind: "misfit" };
    const intervals: MeteredInterval[] = [];
    for (let at = from; at < to; at += this.seconds) {
      const interval = line.at(at);
      if (interval === undefined || !this.#counts(line, interval)) break;
      const apart = this.#apart(line, interval);
      if (apart !== undefined) return apart;
      intervals.push({ start: BigInt(at), end: BigInt(at) + seconds, microjoules: interval.microjoules });
    }
    const found = BigInt(intervals.length);
    const all = (end - start) / seconds;
    if (found === all) return { kind: "complete", intervals, register: this.#looksLikeRegister(meter) };
    // Not asked one by one: a delivery period of many years must not cost time.
    let there = 0n;
    for (const interval of line.from(from)) {
      if (interval.start >= to) break;
      if (this.#counts(line, interval)) there += 1n;
    }
    return { kind: "missing", first: start + found * seconds, count: all - there };
  }

  #known(meter: string): Known {
    const known = this.#meters.get(meter);
    if (known !== undefined) return known;
    const fresh = { line: new Timeline<Interval>(), rising: new RisingValues(this.seconds), stale: false };
    this.#meters.set(meter, fresh);
    return fresh;
  }

  /** Other intervals that share a moment with the one that starts there: at most those beside it, each way. */
  #overlapping(line: Timeline<Interval>, start: number): Interval[] {
    const found: Interval[] = [];
    for (let other = line.before(start); other !== undefined; other = line.before(other.start)) {
      if (start - other.start >= this.seconds) break;
      found.push(other);
    }
    for (const other of line.from(start)) {
      if (other.start - start >= this.seconds) break;
      if (other.start !== start) found.push(other);
    }
    return found;
  }

  /** Whether an interval overlaps no other. */
  #counts(line: Timeline<Interval>, { start }: Interval): boolean {
    const [before, after] = [line.before(start), line.after(start)];
    return (
      (before === undefined || start - before.start >= this.seconds) &&
      (after === undefined || after.start - start >= this.seconds)
    );
  }

  /**
   * The gap beside an interval that may be no gap: the rows on both sides of rows that were lost have others next to
   * them; rows that stand alone may be of longer intervals.
   */
  #apart(line: Timeline<Interval>, { start }: Interval): Coverage | undefined {
    const [before, after] = [line.before(start), line.after(start)];
    for (const [from, to] of [
      [before?.start, start],
      [start, after?.start],
    ]) {
      if (from === undefined || to === undefined || to - from <= this.seconds) continue;
      const earlier = line.before(from);
      const later = line.after(to);
      const isGap = earlier !== undefined && later !== undefined;
      if (isGap && from - earlier.start <= this.seconds && later.start - to <= this.seconds) continue;
      return { kind: "apart", from, to };
    }
    return undefined;
  }

  #looksLikeRegister(meter: string): boolean {
    const known = this.#known(meter);
    if (known.stale) {
      known.rising = new RisingValues(this.seconds);
      for (const { start, microjoules } of known.line.from(-Infinity)) known.rising.take(start, microjoules);
      known.stale = false;
    }
    return known.rising.seen;
  }
}

function changed(same: Interval, { microjoules, origin }: Omit<Interval, "start">, what: string, known: Known): Entry {
  const later = isLater(origin, same.origin);
  if (later) same.origin = origin;
  if (same.microjoules === microjoules) return "known";
  const values = `${what} was ${energyText(same.microjoules)} before, and is ${energyText(microjoules)} now`;
  if (!later) return { kind: "other value", problem: `${values}: the first one stands` };
  same.microjoules = microjoules;
  known.stale = true;
  return { kind: "corrected", problem: `${values}: what is signed stands, and what is not follows the file` };
}
