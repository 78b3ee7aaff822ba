import type { DateForm } from "../date-time.js";
import type { DecimalSign } from "../number-form.js";

/** What a column's numbers count. Prices are per MWh. */
export const UNITS = ["kWh", "Wh", "MWh", "W", "kW"] as const;
export type Unit = (typeof UNITS)[number];

export type FileKind = "meters" | "prices";

/**
 * How the columns of a format are recognised: their names in lower case, without accents and without a colon at the
 * end.
 */
interface FormatColumns {
  /**
   * When a row's interval starts, or its date if `clock` has the time of day; `start - end` if the format is a
   * `range`.
   */
  readonly time: RegExp;
  readonly clock?: RegExp;
  /** When the interval ends, if the file has the column; `endClock`: its time of day, on the date of the start. */
  readonly end?: RegExp;
  readonly endClock?: RegExp;
  /** Without it the meter is named after the file. */
  readonly meter?: RegExp;
  /** What was delivered to the meter, or the price. */
  readonly value: RegExp;
  /** What was fed in, where a file may have both. */
  readonly returned?: RegExp;
  /** The unit of each row. */
  readonly unit?: RegExp;
  /** What is the same in all rows, or the file is several in one: a price area, a sequence. */
  readonly same?: RegExp;
  /** Other columns without which it is not this format. */
  readonly marks?: readonly RegExp[];
}

/** A format of files with a header and a row for each interval: data, not code, so that a new one is a new entry. */
export interface TableFormat {
  /** As the output names it. */
  readonly name: string;
  readonly kind: FileKind;
  /** Wattlane's own: nobody has to be told what it was taken for. */
  readonly isOwn?: boolean;
  readonly columns: FormatColumns;
  /** Undefined if the file does not say it: then it has to be said. */
  readonly unit?: Unit | undefined;
  /** The unit is a habit of those who use the format: it may be said otherwise. */
  readonly unitByHabit?: boolean;
  /** Values are a register that rises: always, so that power is none, or where the unit said is one of energy. */
  readonly register?: "always" | "energy";
  /** How much later than its time a register was read, s. */
  readonly registerDelay?: number;
  /** Several columns that match `value`, such as two tariffs, are added up. */
  readonly sum?: boolean;
  readonly dates?: DateForm;
  readonly decimal?: DecimalSign;
  /** The zone of times that name none. Without it one has to be said. */
  readonly zone?: string;
  /** Times may be `hh:mm` of a day that is given elsewhere. */
  readonly clockTimes?: boolean;
  /** Seconds are dropped: the times are those of messages, a little after the full minute. */
  readonly wholeMinutes?: boolean;
  readonly range?: boolean;
  readonly stamps?: "end";
  /** How much later than `endClock` an interval ends, s. */
  readonly endDelay?: number;
  /** States that are no values, and are passed over. */
  readonly nothing?: RegExp;
  /** How the first line begins if others stand before the header. */
  readonly preamble?: RegExp;
}

/** A column's name as formats have it. */
export function plainName(name: string): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll(/\s+/g, " ").replace(/:$/, "").trim();
}
