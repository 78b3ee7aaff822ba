import { greatestOf } from "../model/statistics.js";
import { type Column, type Grid, toGrid } from "./column.js";

/**
 * Rows as an aligned table for a terminal: numbers to the right, text to the left, two spaces between columns, a rule
 * under the headings, no space at the end of a line.
 *
 * @example
 * toTextTable([{ name: "n", heading: "Nodes", value: (n: number) => n }], [300, 9000])
 * // Nodes
 * // -----
 * //   300
 * // 9,000
 */
export function toTextTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const grid = toGrid(columns, rows);
  const widths = grid.headings.map((_, index) =>
    greatestOf([grid.headings, ...grid.rows].map((row) => displayWidth(row[index] ?? ""))),
  );
  const rule = widths.map((width) => "-".repeat(width));
  return [grid.headings, rule, ...grid.rows].map((row) => line(row, widths, grid)).join("");
}

function line(row: readonly string[], widths: readonly number[], grid: Grid): string {
  const cells = row.map((cell, index) => {
    const space = " ".repeat((widths[index] ?? 0) - displayWidth(cell));
    return grid.numeric[index] === true ? space + cell : cell + space;
  });
  return `${cells.join("  ").trimEnd()}\n`;
}

const graphemes = new Intl.Segmenter("en");

/** The number of visible characters, so that an accent or an emoji does not shift a row. */
function displayWidth(value: string): number {
  return [...graphemes.segment(value)].length;
}
