/** A value in a table. `null` means "does not apply": an empty CSV field, a dash for people. */
export type Cell = string | number | bigint | boolean | null;

/**
 * One column of a table, for machines and for people. The order of a table's columns is the order they are given in.
 *
 * @example
 * const energy: Column<Trade> = { name: "energy_wh", heading: "Energy [Wh]", value: (trade) => trade.energyWh };
 */
export interface Column<Row> {
  /** Header in CSV: snake case, the unit last (`energy_wh`, `t_sum_s`); none for a pure number. */
  readonly name: string;
  /** Heading for people, the unit in brackets. */
  readonly heading: string;
  readonly value: (row: Row) => Cell;
  /** Decimals shown to people; CSV always carries the full value. Without it, up to 3 for numbers. */
  readonly decimals?: number;
  /** Right-aligned even where the values are text (a formatted amount, say). Numbers always are. */
  readonly numeric?: boolean;
}

/** A table as text: every row is as long as `headings`. */
export interface Grid {
  readonly headings: readonly string[];
  /** By column: whether it holds numbers, which are right-aligned. */
  readonly numeric: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows as text for people; a column is numeric if it says so or holds only numbers. */
export function toGrid<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Grid {
  const cells = rows.map((row) => columns.map((column) => column.value(row)));
  return {
    headings: columns.map((column) => column.heading),
    numeric: columns.map((column, index) => column.numeric ?? holdsNumbers(cells.map((row) => row[index] ?? null))),
    rows: cells.map((row) => row.map((cell, index) => formatCell(cell, columns[index]?.decimals))),
  };
}

/**
 * A cell for people: digits grouped by commas, yes or no, a dash for null. Numbers are rounded half away
 * from zero to `decimals` places, or, without it, shown to at most three.
 *
 * @example formatCell(1234.5678) // "1,234.568"
 */
export function formatCell(cell: Cell, decimals?: number): string {
  if (cell === null) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "string") return cell;
  if (typeof cell === "bigint") return cell.toLocaleString("en-US");
  return cell.toLocaleString("en-US", {
    minimumFractionDigits: decimals ?? 0,
    maximumFractionDigits: decimals ?? 3,
  });
}

function holdsNumbers(cells: readonly Cell[]): boolean {
  const present = cells.filter((cell) => cell !== null);
  return present.length > 0 && present.every((cell) => typeof cell === "number" || typeof cell === "bigint");
}
