import type { Row } from "./csv.js";
import { fault } from "./fault.js";

/** Where a column stands in a file. */
export interface Column {
  readonly name: string;
  readonly index: number;
}

/**
 * A reader of one column, which remembers its last text: a file sorted by time repeats each timestamp for every meter.
 *
 * @param parse - gives the value, or the problem in words
 * @returns the value at a row; throws a UserError that names file, line and column for a problem
 */
export function fieldReader<Value extends bigint | number>(
  source: string,
  column: Column,
  parse: (text: string) => Value | string,
): (row: Row) => Value {
  let last: { readonly text: string; readonly value: Value } | undefined;
  return ({ line, fields }) => {
    const text = fields[column.index] ?? "";
    if (last?.text === text) return last.value;
    const value = parse(text);
    if (typeof value === "string") throw fault({ source, line, column: column.name }, value);
    last = { text, value };
    return value;
  };
}
