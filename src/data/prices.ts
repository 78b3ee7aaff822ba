import { UserError } from "../model/errors.js";
import { columnIndexes, CsvLines, type CsvRow, fieldReader } from "./csv.js";
import { signedDecimal } from "./decimal.js";
import { atRow, fault } from "./fault.js";
import { type Series, seriesOf, type SeriesRow } from "./series.js";
import type { Stamps } from "./timed-rows.js";
import { moment } from "./timestamp.js";

const TIME = "timestamp";
const PRICE = "price_per_mwh";

/** Decimals of the payment token. */
const TOKEN_DECIMALS = 6;

/**
 * Reads the lines of a price file, `timestamp,price_per_mwh`. Values are base units of the payment token per MWh, rounded
 * down; prices may be zero or negative. Rows may come in any order and have gaps: whether a day is complete shows when it
 * is chosen, see `FileDays`.
 *
 * @param lines - without their line ends
 * @param source - the file's name
 * @throws UserError naming file, line and column: for another header, for rows without a time
 */
export function readPrices(lines: Iterable<string>, source: string, stamps: Stamps = "start"): Series {
  return seriesOf(priceRows(lines, source), { source, column: () => TIME, stamps });
}

function* priceRows(lines: Iterable<string>, source: string): Generator<SeriesRow> {
  const csv = new CsvLines(source);
  let reader: ((row: CsvRow) => SeriesRow) | undefined;
  for (const line of lines) {
    try {
      const row = csv.take(line);
      if (row === undefined) continue;
      if (reader === undefined) reader = priceReader(row, source);
      else yield reader(row);
    } catch (error) {
      if (reader === undefined || !(error instanceof UserError)) throw error;
      yield error;
    }
  }
  if (reader === undefined) throw fault({ source, line: 1 }, "the file is empty");
}

function priceReader(header: CsvRow, source: string): (row: CsvRow) => SeriesRow {
  const at = columnIndexes(header, [TIME, PRICE], source);
  const timeAt = fieldReader(source, { name: TIME, index: at[TIME] }, (text) => moment(text, "refused"));
  const priceAt = fieldReader(source, { name: PRICE, index: at[PRICE] }, (text) => signedDecimal(text, TOKEN_DECIMALS));
  return (row) => {
    const time = { meter: "", ...timeAt(row), line: row.line };
    return { row: time, value: atRow(time, () => priceAt(row)) };
  };
}
