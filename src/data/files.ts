import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";

import { fault } from "./fault.js";
import { linesOf } from "./lines.js";
import { type MeterSeries, readMeters } from "./meters.js";
import { type PriceSeries, readPrices } from "./prices.js";
import { duration, isoInstant } from "./timestamp.js";

const CHUNK_BYTES = 1 << 20;

/**
 * Reads a meter file, or every `.csv` file of a folder in order of name: the GSY layouts have one meter a file.
 *
 * @param day - the day of times given as `hh:mm` only
 * @throws UserError, see {@link readMeters}, and for a path that cannot be read
 */
export function readMeterFiles(path: string, day?: string): MeterSeries {
  const read = (file: string) => readLines(file, (lines, source) => readMeters(lines, source, day));
  if (!isFolder(path)) return read(path);
  const names = accessed(path, () => readdirSync(path)).filter((name) => name.toLowerCase().endsWith(".csv"));
  const [first, ...others] = names.sort().map((name) => read(join(path, name)));
  if (first === undefined) throw fault({ source: path }, "the folder has no .csv file");
  return mergeMeters([first, ...others], path);
}

/**
 * Reads a price file.
 *
 * @throws UserError, see {@link readPrices}, and for a path that cannot be read
 */
export function readPriceFile(path: string): PriceSeries {
  return readLines(path, readPrices);
}

function readLines<T>(path: string, read: (lines: Iterable<string>, source: string) => T): T {
  const file = accessed(path, () => openSync(path, "r"));
  try {
    return read(linesOf(chunksOf(file, path), path), path);
  } finally {
    closeSync(file);
  }
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
 * @throws UserError naming a file whose intervals differ from the first's, or a meter that is in two files
 */
function mergeMeters(all: readonly [MeterSeries, ...MeterSeries[]], source: string): MeterSeries {
  const [first] = all;
  const sources = new Map<string, string>();
  for (const series of all) {
    if (gridWords(series) !== gridWords(first))
      throw fault({ source: series.source }, `has ${gridWords(series)}, ${first.source} has ${gridWords(first)}`);
    for (const { name } of series.meters) {
      const other = sources.get(name);
      if (other !== undefined) throw fault({ source: series.source }, `meter ${name} is in ${other} too`);
      sources.set(name, series.source);
    }
  }
  return { ...first, source, meters: all.flatMap(({ meters }) => meters) };
}

function gridWords({ intervals, intervalSeconds, startSeconds }: MeterSeries): string {
  return `${intervals} intervals of ${duration(intervalSeconds)} from ${isoInstant(startSeconds)}`;
}
