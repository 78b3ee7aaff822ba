import type { UserError } from "../../model/errors.js";
import type { RowFault, RowTime } from "../fault.js";

/** A row's time and value. */
export type TimedValue = readonly [time: RowTime, value: bigint];

/** A row's time and value; or the fault of a row, after which others follow. */
export type RowOrFault = TimedValue | UserError;

/** What rows go through until each is the energy of an interval, or a price. It may hold rows back. */
export interface RowStage {
  /** @param row - a fault of a row with a time counts for the steps between rows, and is given back */
  take(row: TimedValue | RowFault): RowOrFault[];
  /** The rows held back, when no other follows. */
  end(): RowOrFault[];
}

/** Rows that are energy or prices already. */
export const PLAIN_STAGE: RowStage = { take: (row) => [row], end: () => [] };
