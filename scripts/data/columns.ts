import type { Row } from "./csv.js";
import { fault, shown } from "./fault.js";

/**
 * Where each wanted column stands in a header; the order is free.
 *
 * @throws UserError for a column that is missing, stands twice or is not wanted
 * @example columnIndexes({ line: 1, fields: ["b", "a"] }, ["a", "b"], "f.csv") // { a: 1, b: 0 }
 */
export function columnIndexes<Column extends string>(
  { line, fields }: Row,
  wanted: readonly Column[],
  source: string,
): Record<Column, number> {
  for (const column of wanted)
    if (!fields.includes(column))
      throw fault({ source, line, column }, `is missing from the header ${shown(fields.join(","))}`);
  for (const [index, column] of fields.entries()) {
    if (!wanted.some((name) => name === column))
      throw fault({ source, line, column: shown(column) }, `is none of ${wanted.join(", ")}`);
    if (fields.indexOf(column) !== index) throw fault({ source, line, column }, "stands twice in the header");
  }
  return Object.fromEntries(wanted.map((column) => [column, fields.indexOf(column)])) as Record<Column, number>;
}
