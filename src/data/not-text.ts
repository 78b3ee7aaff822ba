const SAVE_AS = 'open it in a spreadsheet and save it as "CSV UTF-8"';
const UNPACK = "unpack it first";

/** Beginnings of files that are no UTF-8 text, as they look when decoded as UTF-8, and what to do about them. */
const BEGINNINGS: readonly (readonly [beginning: string, problem: string])[] = [
  ["\ufffd\ufffd\x11\u0871", `is an old Excel workbook (.xls): ${SAVE_AS}`],
  ["PK\x03\x04", `is a zip file, such as an Excel workbook (.xlsx): ${SAVE_AS}, or ${UNPACK}`],
  ["PK\x05\x06", "is an empty zip file"],
  ["\x1f\ufffd", `is compressed with gzip: ${UNPACK}`],
  ["(\ufffd/\ufffd", `is compressed with zstd: ${UNPACK}`],
  ["BZh", `is compressed with bzip2: ${UNPACK}`],
  ["\ufffd7zXZ", `is compressed with xz: ${UNPACK}`],
  ["7z\ufffd\ufffd'", `is a 7z archive: ${UNPACK}`],
  ["%PDF", "is a PDF: ask for the data as CSV"],
  ["PAR1", "is a Parquet file: export it as CSV"],
  ["SQLite format 3", "is an SQLite database: export its table as CSV"],
];

/**
 * What a file is whose first line was no UTF-8 text of rows, and what to do about it; undefined for text.
 *
 * @param firstLine - decoded as UTF-8, with U+FFFD for bytes that are none, and without a byte order mark
 * @example binaryKind("PK\u0003\u0004") // 'is a zip file, such as an Excel workbook (.xlsx): open it ...'
 */
export function binaryKind(firstLine: string): string | undefined {
  const known = BEGINNINGS.find(([beginning]) => firstLine.startsWith(beginning));
  if (known !== undefined) return known[1];
  if (/^\s*<(?:!doctype html|html)/i.test(firstLine)) return "is a web page, not the file that it links to";
  // Latin text in UTF-16 has a zero byte for each letter, and its byte order mark is no UTF-8.
  if (/^\ufffd\ufffd|\0.\0|^\0./.test(firstLine) && firstLine.includes("\0"))
    return `is UTF-16 (Excel's "Unicode text"): ${SAVE_AS}`;
  return undefined;
}

/**
 * What is wrong with a line that has bytes which are no UTF-8; undefined if all are. Two names that differ in such a
 * byte would be one.
 */
export function lostCharacters(line: string): string | undefined {
  if (line.includes("\0")) return "has a zero byte: it is no text";
  if (!line.includes("\ufffd")) return undefined;
  return `has a byte that is no UTF-8, as in Windows-1252 or Latin-1: ${SAVE_AS}`;
}
