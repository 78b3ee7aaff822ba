import type { Cell, Column } from "./column.js";

/**
 * Rows as CSV after RFC 4180: a header, lines ended by CR LF, fields quoted only where they hold a comma, a quote or a
 * line break. Numbers in full precision (the shortest text that reads back as the same number), bigints as their
 * decimal digits, booleans as true or false, `null` as an empty field.
 *
 * @param columns - in the order they are written; their names must differ
 * @throws TypeError on two columns of one name; RangeError on a number that is not finite, naming column and row
 * @example toCsv([{ name: "n", heading: "Nodes", value: (n: number) => n }], [300]) // "n\r\n300\r\n"
 */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): string {
  const names = columns.map((column) => column.name);
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled !== undefined) throw new TypeError(`two columns are named ${doubled}`);

  const lines = [names.map(quote).join(",")];
  for (const row of rows) lines.push(columns.map((column) => field(column, row, lines.length)).join(","));
  return lines.map((line) => `${line}\r\n`).join("");
}

function field<Row>(column: Column<Row>, row: Row, number: number): string {
  const cell = column.value(row);
  if (typeof cell === "number" && !Number.isFinite(cell)) {
    throw new RangeError(`column ${column.name}, row ${number}: ${cell} is not a finite number`);
  }
  return text(cell);
}

function text(cell: Cell): string {
  return cell === null ? "" : quote(String(cell));
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
