import { UserError } from "../model/errors.js";
import { FileRows } from "./formats/file-rows.js";
import type { ReadOptions } from "./formats/read-options.js";
import type { RowOrFault } from "./formats/stage.js";
import type { FileKind } from "./formats/table-format.js";
import { type Series, seriesOf, type SeriesRow } from "./series.js";

/**
 * The series of a file of meters or prices, of any format, see {@link FileRows}.
 *
 * @param lines - without their line ends, read once
 * @throws UserError naming file, line and column: for a header of no format, for rows without a meter or time
 */
export function readSeries(lines: Iterable<string>, source: string, kind: FileKind, options: ReadOptions): Series {
  const rows = new FileRows(source, kind, options);
  return seriesOf(rowsOf(lines, rows), {
    source,
    column: () => rows.timeColumn,
    stamps: () => rows.stamps,
    taken: () => rows.taken,
  });
}

function* rowsOf(lines: Iterable<string>, rows: FileRows): Generator<SeriesRow> {
  for (const line of lines) for (const row of rows.take(line)) yield seriesRow(row);
  for (const row of rows.end()) yield seriesRow(row);
}

/** A row of a format as a series takes it. */
export function seriesRow(row: RowOrFault): SeriesRow {
  return row instanceof UserError ? row : { row: row[0], value: row[1] };
}
