import { fault, RowFault, type RowTime, shown } from "./fault.js";
import { lengthsBeforeEnds, rowLengths } from "./row-lengths.js";
import { isoInstant } from "./timestamp.js";

const HOUR_SECONDS = 3600;
/** Rows looked at for the next time, of rows that stand several times. */
const LOOK_AHEAD = 4;

export const STAMPS = ["start", "end"] as const;
/** What the time of a row without an end is: the start of its interval, or its end. */
export type Stamps = (typeof STAMPS)[number];

/** Rows of one meter, or of a price file: parallel arrays, since there may be millions. */
export class TimedRows {
  readonly source: string;
  /** The column of times, for messages. */
  readonly column: string;
  /** The meter's name; undefined for prices. */
  readonly meter: string | undefined;
  /** Unix seconds; strictly ascending once the rows are sorted. */
  startsAt: number[] = [];
  values: bigint[] = [];
  /** The file's line of each row. */
  lines: number[] = [];
  /** Length of each interval, s; 0 where it has to be found out. Empty if no row says its end. */
  lengths: Uint32Array = new Uint32Array();
  #ends: number[] | undefined;
  #offsets: number[] | undefined;

  constructor(source: string, column: string, meter?: string) {
    this.source = source;
    this.column = column;
    this.meter = meter;
  }

  add({ startSeconds, endSeconds, offsetSeconds = 0, line }: RowTime, value: bigint): void {
    // Most files have neither ends nor offsets, and need no room for them.
    if (endSeconds !== undefined) this.#ends ??= this.startsAt.map(() => NaN);
    if (offsetSeconds !== 0) this.#offsets ??= this.startsAt.map(() => 0);
    this.startsAt.push(startSeconds);
    this.values.push(value);
    this.lines.push(line);
    this.#ends?.push(endSeconds ?? NaN);
    this.#offsets?.push(offsetSeconds);
  }

  /** Whether some time is written with another offset than that of UTC. */
  get isLocal(): boolean {
    return this.#offsets !== undefined;
  }

  /** How far the clock of a row's time is ahead of UTC, s. */
  offsetAt(index: number): number {
    return this.#offsets?.[index] ?? 0;
  }

  /** A row's interval in messages. */
  name(seconds: number): string {
    return this.meter === undefined ? isoInstant(seconds) : `${isoInstant(seconds)} of meter ${shown(this.meter)}`;
  }

  /** The problem of a row as messages tell it. */
  problem(index: number, what: string): string {
    return fault({ source: this.source, line: this.lines[index], column: this.column }, what).message;
  }

  /**
   * Sorts the rows by time. A row that says the same as another of its time counts once; one that says something else
   * is a fault, and so is an hour that comes again as when clocks are set back.
   *
   * @returns how many rows stood twice, and the faults
   */
  sort(): { repeated: number; faults: RowFault[] } {
    const { startsAt } = this;
    if (isAscending(startsAt)) return { repeated: 0, faults: [] };
    const timeOf = (row: number) => startsAt[row] ?? 0;
    // The sort is stable: rows of one time stay in the file's order.
    const order = [...startsAt.keys()].sort((a, b) => timeOf(a) - timeOf(b));
    const kept: number[] = [];
    const faults: RowFault[] = [];
    let repeated = 0;
    for (const [index, row] of order.entries()) {
      const first = kept.at(-1);
      if (first === undefined || timeOf(first) !== timeOf(row)) {
        kept.push(row);
        continue;
      }
      const next = order.slice(index, index + LOOK_AHEAD).find((other) => timeOf(other) > timeOf(row)) ?? row;
      const isHourAgain = timeOf(row - 1) === timeOf(row) + HOUR_SECONDS - (timeOf(next) - timeOf(row));
      if (this.#alike(first, row) && !(isHourAgain && timeOf(row - 1) > timeOf(row))) repeated++;
      else faults.push(this.#duplicate(first, row, isHourAgain));
    }
    this.#arrange(kept);
    return { repeated, faults };
  }

  /**
   * Finds out how long each interval is, and where it starts if its time is its end.
   *
   * @param usual - s, where the steps of these rows do not show it
   */
  measure(usual: number, stamps: Stamps): void {
    const ends = this.#ends;
    this.lengths = stamps === "end" ? lengthsBeforeEnds(this.startsAt, usual) : rowLengths(this.startsAt, usual);
    for (const [index, start] of this.startsAt.entries()) {
      const end = ends?.[index] ?? NaN;
      if (!Number.isNaN(end)) this.lengths[index] = end - start;
      else if (stamps === "end") this.startsAt[index] = start - (this.lengths[index] ?? 0);
    }
    this.#ends = undefined;
  }

  #alike(a: number, b: number): boolean {
    const ends = this.#ends;
    return this.values[a] === this.values[b] && (ends === undefined || Object.is(ends[a], ends[b]));
  }

  #arrange(order: readonly number[]): void {
    const arranged = <T>(list: readonly T[]) => order.map((index) => list[index] as T);
    this.startsAt = arranged(this.startsAt);
    this.values = arranged(this.values);
    this.lines = arranged(this.lines);
    if (this.#ends !== undefined) this.#ends = arranged(this.#ends);
    if (this.#offsets !== undefined) this.#offsets = arranged(this.#offsets);
  }

  #duplicate(first: number, row: number, isHourAgain: boolean): RowFault {
    const { source, column } = this;
    const [startSeconds = 0, line = 0] = [this.startsAt[row], this.lines[row]];
    const hint = isHourAgain ? clockChangeHint("back", this.isLocal) : "";
    const what = `${this.name(startSeconds)} is a duplicate of line ${String(this.lines[first])}${hint}`;
    const time = { meter: this.meter ?? "", startSeconds, offsetSeconds: this.offsetAt(row), line };
    return new RowFault(fault({ source, line, column }, what), time);
  }
}

/**
 * A hint at a clock change, for times that step an hour too far or too little.
 *
 * @param isLocal - whether the times have offsets of their own
 */
export function clockChangeHint(direction: "back" | "forward", isLocal: boolean): string {
  const remedy = isLocal
    ? "the offset of each time must be the one that held then"
    : "give each time its own offset from UTC";
  return `; the time steps an hour ${direction}: if the clocks change here, ${remedy}`;
}

function isAscending(times: readonly number[]): boolean {
  return times.every((seconds, index) => index === 0 || seconds > (times[index - 1] ?? 0));
}
