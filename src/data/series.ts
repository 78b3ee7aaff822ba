import type { UserError } from "../model/errors.js";
import { FaultList, fault, RowFault, type RowTime } from "./fault.js";
import { commonStep } from "./row-lengths.js";
import { type Stamps, TimedRows } from "./timed-rows.js";
import { HALF_HOUR_SECONDS } from "./timestamp.js";

/** What a file says over time: rows of each of its meters, or its prices. Days are chosen from it later. */
export interface Series {
  /** The file or folder as the user named it, for messages. */
  readonly source: string;
  /** What the file was taken for, in a few words. */
  readonly taken: string;
  /** Of each meter, in the order in which they first occur; of prices one list. Each sorted and measured. */
  readonly rows: readonly TimedRows[];
  /** Of rows that cannot be read, or that contradict others. They only spoil their own day. */
  readonly faults: TimedFaults;
  /** Rows that stood twice and count once. */
  readonly repeated: number;
}

/** A row's time and value; or the fault of a row, after which others follow. */
export type SeriesRow = { readonly row: RowTime; readonly value: bigint } | UserError;

/** How a file's rows are taken. */
interface SeriesOptions {
  readonly source: string;
  /** The column of times, for messages; asked for when a row has been read. */
  readonly column: () => string;
  /** What a time without an end is; asked for when a row has been read, or all. */
  readonly stamps: () => Stamps;
  /** What the file was taken for, in a few words; asked for when all has been read. */
  readonly taken: () => string;
}

/**
 * Builds a series from a file's rows, which may come in any order.
 *
 * @throws UserError for rows without a time, the first ten of them; for a file without rows
 */
export function seriesOf(rows: Iterable<SeriesRow>, { source, column, stamps, taken }: SeriesOptions): Series {
  const meters = new Map<string, TimedRows>();
  const faults = new TimedFaults();
  const timeless = new FaultList();
  const take = (row: RowTime, value: bigint) => {
    let own = meters.get(row.meter);
    if (own === undefined) meters.set(row.meter, (own = new TimedRows(source, column(), row.meter || undefined)));
    own.add(row, value);
  };
  for (const item of rows) {
    if (!(item instanceof Error)) take(item.row, item.value);
    else if (item instanceof RowFault) {
      faults.add(item, stamps());
      // In its place, so that the interval is not told to be missing as well.
      take(item.row, 0n);
    } else timeless.add(item.message);
  }
  if (timeless.count > 0) throw timeless.error();
  if (meters.size === 0) throw fault({ source, line: 1 }, "no row follows the header");

  let repeated = 0;
  for (const own of meters.values()) {
    const sorted = own.sort();
    repeated += sorted.repeated;
    for (const each of sorted.faults) faults.add(each, stamps());
  }
  const all = [...meters.values()];
  const usual = commonStep(all.map(({ startsAt }) => startsAt)) ?? HALF_HOUR_SECONDS;
  for (const own of all) own.measure(usual, stamps());
  return { source, taken: taken(), rows: all, faults, repeated };
}

/** Every offset from UTC is whole quarters of an hour, so a day is, too. */
const QUARTER_SECONDS = 900;

/**
 * Faults by the quarter of an hour that they are in; of each quarter the first ten are kept, so memory stays bounded.
 */
export class TimedFaults {
  readonly #quarters = new Map<number, FaultList>();

  add({ message, row: { startSeconds, endSeconds } }: RowFault, stamps: Stamps): void {
    // Of an interval that is known by its end, the last second.
    const within = stamps === "end" && endSeconds === undefined ? startSeconds - 1 : startSeconds;
    this.#of(Math.floor(within / QUARTER_SECONDS)).add(message);
  }

  addAll(others: TimedFaults): void {
    for (const [quarter, list] of others.#quarters) this.#of(quarter).addAll(list);
  }

  /** The faults from a moment to another, Unix seconds. */
  between(start: number, end: number): FaultList {
    const all = new FaultList();
    for (let quarter = Math.floor(start / QUARTER_SECONDS); quarter * QUARTER_SECONDS < end; quarter++) {
      const list = this.#quarters.get(quarter);
      if (list !== undefined) all.addAll(list);
    }
    return all;
  }

  #of(quarter: number): FaultList {
    const list = this.#quarters.get(quarter) ?? new FaultList();
    this.#quarters.set(quarter, list);
    return list;
  }
}
