import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";

import { fault } from "./fault.js";
import { linesOf } from "./lines.js";
import { type MeterFileOptions, readGreenButton, readMeters } from "./meters.js";
import { type PriceFileOptions, readPrices } from "./prices.js";
import { type Series, TimedFaults } from "./series.js";

const CHUNK_BYTES = 1 << 20;

/**
 * Reads a meter file, or every `.csv` and `.xml` file of a folder in order of name: many formats have one meter a file.
 *
 * @throws UserError, see {@link readMeters}, and for a path that cannot be read
 */
export function readMeterFiles(path: string, options: MeterFileOptions = {}): Series {
  const read = (file: string) =>
    readChunks(file, (chunks, isXml) =>
      isXml ? readGreenButton(chunks, file, options) : readMeters(linesOf(chunks, file), file, options),
    );
  if (!isFolder(path)) return read(path);
  const names = accessed(path, () => readdirSync(path)).filter((name) => /\.(?:csv|xml)$/i.test(name));
  if (names.length === 0) throw fault({ source: path }, "the folder has no .csv or .xml file");
  const all = names.sort().map((name) => read(join(path, name)));
  return mergeMeters(all, path);
}

/**
 * Reads a price file.
 *
 * @throws UserError, see {@link readPrices}, and for a path that cannot be read
 */
export function readPriceFile(path: string, options: PriceFileOptions = {}): Series {
  return readChunks(path, (chunks) => readPrices(linesOf(chunks, path), path, options));
}

/** @param read - is told whether the file begins as XML does, and no web page */
function readChunks<T>(path: string, read: (chunks: Iterable<string>, isXml: boolean) => T): T {
  const file = accessed(path, () => openSync(path, "r"));
  try {
    const chunks = chunksOf(file, path);
    const first = chunks.next();
    const beginning = first.done === true ? "" : first.value;
    return read(rejoined(beginning, chunks), /^\ufeff?\s*<(?!!doctype html|html)/i.test(beginning));
  } finally {
    closeSync(file);
  }
}

function* rejoined(first: string, others: Iterable<string>): Generator<string> {
  yield first;
  yield* others;
}

function* chunksOf(file: number, path: string): Generator<string> {
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const readNext = () => accessed(path, () => readSync(file, buffer));
  for (let bytes = readNext(); bytes > 0; bytes = readNext()) yield decoder.write(buffer.subarray(0, bytes));
  yield decoder.end();
}

function isFolder(path: string): boolean {
  return accessed(path, () => statSync(path)).isDirectory();
}

/** Accesses a path. @throws UserError naming the path for an error of the file system */
export function accessed<T>(path: string, access: () => T): T {
  try {
    return access();
  } catch (error) {
    const reasons: Record<string, string> = {
      ENOENT: "there is no such file",
      EISDIR: "is a folder",
      EACCES: "may not be read",
    };
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw fault({ source: path }, reasons[code] ?? message);
  }
}

/**
 * Joins the meters of several files, in the order of the files.
 *
 * @param source - the name of the whole in messages
 * @throws UserError naming a meter that is in two files
 */
function mergeMeters(all: readonly Series[], source: string): Series {
  const sources = new Map<string, string>();
  const faults = new TimedFaults();
  for (const series of all) {
    faults.addAll(series.faults);
    for (const { meter = "" } of series.rows) {
      const other = sources.get(meter);
      if (other !== undefined) throw fault({ source: series.source }, `meter ${meter} is in ${other} too`);
      sources.set(meter, series.source);
    }
  }
  const repeated = all.reduce((sum, series) => sum + series.repeated, 0);
  const taken = [...new Set(all.map((series) => series.taken))].join(" | ");
  return { source, taken, rows: all.flatMap(({ rows }) => rows), faults, repeated };
}
