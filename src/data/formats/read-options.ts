import type { DateForm } from "../date-time.js";
import type { DecimalSign } from "../number-form.js";
import type { Stamps } from "../timed-rows.js";
import type { Zone } from "../zone.js";
import type { Unit } from "./table-format.js";

/** What columns are said to be, by their names in the header. */
export type ColumnNames = Readonly<Partial<Record<ColumnRole, string>>>;

export const COLUMN_ROLES = ["time", "clock", "end", "meter", "energy", "register", "price", "unit"] as const;
type ColumnRole = (typeof COLUMN_ROLES)[number];

/** What was said about a file; the rest is as its format has it. */
export interface ReadOptions {
  readonly columns?: ColumnNames | undefined;
  readonly unit?: Unit | undefined;
  readonly decimal?: DecimalSign | undefined;
  readonly dates?: DateForm | undefined;
  /** The zone of times that name none. */
  readonly zone?: Zone | undefined;
  /** What a time without an end is, if the format does not say it or says it wrongly. */
  readonly stamps?: Stamps | undefined;
  /** A register's readings are wanted as they are, not their differences. */
  readonly rawRegister?: boolean | undefined;
  /** Which energy is wanted of a file that has both: what was delivered, or what was fed in. */
  readonly flow?: "delivered" | "returned" | undefined;
  /** Unix time at which the day of times of day starts; without it they are refused. */
  readonly midnight?: number | undefined;
  /** How long intervals are, s, if the file is read before it ends; power needs it. */
  readonly intervalSeconds?: number | undefined;
}
