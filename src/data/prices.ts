import { readSeries } from "./file-series.js";
import type { ReadOptions } from "./formats/read-options.js";
import type { Series } from "./series.js";

/** What may be said about a price file. */
export type PriceFileOptions = Pick<ReadOptions, "columns" | "decimal" | "dates" | "zone" | "stamps">;

/**
 * Reads the lines of a price file of any format that is known, see `FileRows`. Values are base units of the payment
 * token per MWh, rounded down; prices may be zero or negative. Rows may come in any order and have gaps: whether a day
 * is complete shows when it is chosen, see `FileDays`.
 *
 * @param lines - without their line ends
 * @param source - the file's name
 * @throws UserError naming file, line and column: for another header, for rows without a time
 */
export function readPrices(lines: Iterable<string>, source: string, options: PriceFileOptions = {}): Series {
  return readSeries(lines, source, "prices", options);
}
