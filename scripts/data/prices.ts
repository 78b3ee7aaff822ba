import { columnIndexes } from "./columns.js";
import { csvRows } from "./csv.js";
import { decimal } from "./decimal.js";
import { fault } from "./fault.js";
import { fieldReader } from "./field.js";
import { checkOnGrid } from "./grid.js";
import type { PriceSeries } from "./series.js";
import { append, commonStep, noRows } from "./timed-rows.js";
import { instant } from "./timestamp.js";

const TIME = "timestamp";
const PRICE = "price_per_mwh";

/** Decimals of the payment token. */
const TOKEN_DECIMALS = 6;

/** The interval of a file with a single price, which does not show one. */
const HALF_HOUR_SECONDS = 1800;

/**
 * Reads the lines of a price file, `timestamp,price_per_mwh`: prices as text into base units per MWh, rounded down.
 * A price of zero is a price. Rows stand in order of time; half-hours may be missing, see `pricesOfDay`.
 *
 * @param lines - without their line ends
 * @param source - the file's name
 * @throws UserError naming file, line and column of whatever else the file holds, a negative price among it
 * @example readPrices(["timestamp,price_per_mwh", "2018-09-26T00:00:00Z,48.28"], "p.csv").pricePerMwh // [48280000n]
 */
export function readPrices(lines: Iterable<string>, source: string): PriceSeries {
  const csv = csvRows(lines, source);
  const header = csv.next();
  if (header.done) throw fault({ source, line: 1 }, "the file is empty");
  const at = columnIndexes(header.value, [TIME, PRICE], source);
  const timeAt = fieldReader(source, { name: TIME, index: at[TIME] }, (text) => instant(text, "refused"));
  const priceAt = fieldReader(source, { name: PRICE, index: at[PRICE] }, (text) => decimal(text, TOKEN_DECIMALS));
  const rows = noRows();
  for (const row of csv) append(rows, timeAt(row), priceAt(row), { source, line: row.line, column: TIME });

  const [startSeconds] = rows.startsAt;
  if (startSeconds === undefined) throw fault({ source, line: header.value.line }, "no row follows the header");
  const intervalSeconds = commonStep([rows]) ?? HALF_HOUR_SECONDS;
  checkOnGrid(rows, { startSeconds, intervalSeconds }, { source, column: TIME });
  return { source, intervalSeconds, startsAt: rows.startsAt, pricePerMwh: rows.values, lines: rows.lines };
}
