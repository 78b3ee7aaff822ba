import { duration, isoInstant } from "../data/timestamp.js";
import type { MeteredInterval } from "../model/metered-shares.js";

/**
 * What became of a reading: it is new; it was known before; it differs from the one that stands; or it overlaps others,
 * and none of them is used.
 */
type Entry = "new" | "known" | { readonly kind: "other value" | "overlap"; readonly problem: string };

/**
 * What a meter read in a period; or which of its intervals are missing; or that its intervals do not begin or end where
 * the period does. Times are Unix times in s.
 */
export type Coverage =
  | { readonly kind: "complete"; readonly intervals: readonly MeteredInterval[] }
  | { readonly kind: "missing"; readonly first: bigint; readonly count: bigint }
  | { readonly kind: "misfit" };

/** What a meter read in an interval. */
export interface MeterReading {
  readonly meter: string;
  /** Unix time at which the interval starts. */
  readonly startSeconds: number;
  /** Wh. */
  readonly energyWh: bigint;
}

/** An interval of a meter. */
interface Interval {
  readonly start: number;
  readonly energyWh: bigint;
  disputed: boolean;
}

/** What meters have read, interval by interval, in any order. */
export class IntervalBook {
  readonly seconds: number;
  /** By meter, and in it by the interval's start in whole intervals since 1970, rounded down. */
  readonly #meters = new Map<string, Map<number, Interval[]>>();

  /** @param seconds - how long every interval is */
  constructor(seconds: number) {
    this.seconds = seconds;
  }

  /**
   * Adds a reading. The first one of an interval stands. One that overlaps another shows that the intervals are not as
   * long as they were said to be: neither of the two counts any more.
   */
  add({ meter, startSeconds, energyWh }: MeterReading): Entry {
    const near = this.#near(meter, startSeconds);
    const what = `${isoInstant(startSeconds)} of meter ${meter}`;
    const same = near.find(({ start }) => start === startSeconds);
    if (same !== undefined) {
      if (same.energyWh === energyWh) return "known";
      const problem = `${what} was ${same.energyWh} Wh before, and is ${energyWh} Wh now: the first one stands`;
      return { kind: "other value", problem };
    }
    this.#set(meter, { start: startSeconds, energyWh, disputed: near.length > 0 });
    const [other] = near;
    if (other === undefined) return "new";
    for (const interval of near) interval.disputed = true;
    const steps = `intervals are ${duration(this.seconds)}`;
    return { kind: "overlap", problem: `${what} overlaps ${isoInstant(other.start)}: ${steps}, so neither is used` };
  }

  /** What a meter read from `start` to `end`. */
  coverage(meter: string, start: bigint, end: bigint): Coverage {
    const seconds = BigInt(this.seconds);
    const [from, to] = [Number(start), Number(end)];
    if ((end - start) % seconds !== 0n) return { kind: "misfit" };
    if (this.#near(meter, from).some((near) => near.start !== from && !near.disputed)) return { kind: "misfit" };
    const intervals: MeteredInterval[] = [];
    for (let at = from; at < to; at += this.seconds) {
      const interval = this.#near(meter, at).find((each) => each.start === at && !each.disputed);
      if (interval === undefined) break;
      intervals.push({ start: BigInt(at), end: BigInt(at) + seconds, energyWh: interval.energyWh });
    }
    const found = BigInt(intervals.length);
    const all = (end - start) / seconds;
    if (found === all) return { kind: "complete", intervals };
    // Not counted one by one: a delivery period of many years must not cost time.
    const there = [...(this.#meters.get(meter)?.values() ?? [])].flat().filter((each) => !each.disputed);
    const count = all - BigInt(there.filter((each) => from <= each.start && each.start < to).length);
    return { kind: "missing", first: start + found * seconds, count };
  }

  /** The intervals that share a moment with the one that starts there. */
  #near(meter: string, start: number): Interval[] {
    const cells = this.#meters.get(meter);
    if (cells === undefined) return [];
    const cell = Math.floor(start / this.seconds);
    return [cell - 1, cell, cell + 1]
      .flatMap((each) => cells.get(each) ?? [])
      .filter((interval) => Math.abs(interval.start - start) < this.seconds);
  }

  #set(meter: string, interval: Interval): void {
    const cells = this.#meters.get(meter) ?? new Map<number, Interval[]>();
    this.#meters.set(meter, cells);
    const cell = Math.floor(interval.start / this.seconds);
    cells.set(cell, [...(cells.get(cell) ?? []), interval]);
  }
}
