import type { Reading } from "../data/reading.js";
import type { MeteredInterval } from "../model/metered-shares.js";

/** What a row says of a meter. */
export type MeterReading = Omit<Reading, "line">;

/** Where a row is from: what a later generation of one source says replaces what an earlier one said. */
export interface RowOrigin {
  readonly source: string;
  readonly generation: number;
}

/**
 * What became of a row: it is new; it was known before; it corrects what its file said before; it is the first of
 * another meter, exchanged for this one; or it contradicts others and does not count.
 */
export type Entry =
  | "new"
  | "known"
  | { readonly kind: "corrected" | "exchanged" | "other value" | "overlap" | "other length"; readonly problem: string };

/** What a meter read in a period, or why that is not known. Times are Unix times in s. */
export type Coverage =
  /** `register`: the values look like a register's. */
  | { readonly kind: "complete"; readonly intervals: readonly MeteredInterval[]; readonly register: boolean }
  | { readonly kind: "missing"; readonly first: bigint; readonly count: bigint }
  /** The intervals do not begin or end where the period does. */
  | { readonly kind: "misfit" }
  /** Two rows are further apart than an interval, none between: they may be of longer intervals. */
  | { readonly kind: "apart"; readonly from: number; readonly to: number }
  /** A register fell, and did not roll over. */
  | { readonly kind: "fell"; readonly from: number; readonly to: number };

/** What meters have read, row by row, in any order. */
export interface MeterBook {
  /** @param origin - that of a stream if left out */
  add(reading: MeterReading, origin?: RowOrigin): Entry;
  /** What a meter read from `start` to `end`. */
  coverage(meter: string, start: bigint, end: bigint): Coverage;
}

/** Where a stream's rows are from. */
export const STREAM: RowOrigin = { source: "", generation: 0 };

/** Whether a row is from a later reading of the same file than another. */
export function isLater(origin: RowOrigin, than: RowOrigin): boolean {
  return origin.source === than.source && origin.generation > than.generation;
}
