import { columnIndexes, fieldReader, readCsv } from "./csv.js";
import { decimal, decimalText } from "./decimal.js";
import { fault } from "./fault.js";
import { append, checkOnGrid, commonStep, noRows } from "./timed-rows.js";
import { HALF_HOUR_SECONDS, instant, isoInstant } from "./timestamp.js";

/** Prices in order of time, on one grid of intervals that may have gaps: three parallel arrays. */
export interface PriceSeries {
  readonly source: string;
  readonly intervalSeconds: number;
  /** Unix time from which each price holds. */
  readonly startsAt: readonly number[];
  /** Base units of the payment token (6 decimals) per MWh, rounded down. */
  readonly pricePerMwh: readonly bigint[];
  /** The file's line of each price, for messages. */
  readonly lines: readonly number[];
}

const TIME = "timestamp";
const PRICE = "price_per_mwh";

/** Decimals of the payment token. */
const TOKEN_DECIMALS = 6;

/**
 * Reads the lines of a price file, `timestamp,price_per_mwh`: prices as text into base units per MWh, rounded down.
 * A price of zero is valid. Rows are in order of time; half-hours may be missing, see `pricesOfDay`.
 *
 * @param lines - without their line ends
 * @param source - the file's name
 * @throws UserError naming file, line and column of anything else, negative prices included
 * @example readPrices(["timestamp,price_per_mwh", "2018-09-26T00:00:00Z,48.28"], "p.csv").pricePerMwh // [48280000n]
 */
export function readPrices(lines: Iterable<string>, source: string): PriceSeries {
  const csv = readCsv(lines, source);
  const at = columnIndexes(csv.header, [TIME, PRICE], source);
  const timeAt = fieldReader(source, { name: TIME, index: at[TIME] }, (text) => instant(text, "refused"));
  const priceAt = fieldReader(source, { name: PRICE, index: at[PRICE] }, (text) => decimal(text, TOKEN_DECIMALS));
  const rows = noRows();
  for (const row of csv.rows) append(rows, timeAt(row), priceAt(row), { source, line: row.line, column: TIME });

  const [startSeconds] = rows.startsAt;
  if (startSeconds === undefined) throw fault({ source, line: csv.header.line }, "no row follows the header");
  const intervalSeconds = commonStep([rows]) ?? HALF_HOUR_SECONDS;
  checkOnGrid(rows, { startSeconds, intervalSeconds }, { source, column: TIME });
  return { source, intervalSeconds, startsAt: rows.startsAt, pricePerMwh: rows.values, lines: rows.lines };
}

/** A price series as the text of a file, `timestamp,price_per_mwh`; `readPrices` reads it back. */
export function priceCsv({ startsAt, pricePerMwh }: PriceSeries): string {
  const rows = startsAt.map((seconds, index) => `${isoInstant(seconds)},${decimalText(pricePerMwh[index] ?? 0n, 6)}\n`);
  return `timestamp,price_per_mwh\n${rows.join("")}`;
}
