import { fault } from "./fault.js";
import type { MeterSeries } from "./series.js";
import { duration, isoInstant } from "./timestamp.js";

/**
 * Puts the meters of several files together, in the order of the files.
 *
 * @param source - what the whole is called in messages
 * @throws UserError naming a file whose intervals are not those of the first, or a meter that stands in two files
 */
export function mergeMeters(all: readonly [MeterSeries, ...MeterSeries[]], source: string): MeterSeries {
  const [first] = all;
  const sources = new Map<string, string>();
  for (const series of all) {
    if (gridWords(series) !== gridWords(first))
      throw fault({ source: series.source }, `has ${gridWords(series)}, ${first.source} has ${gridWords(first)}`);
    for (const { name } of series.meters) {
      const other = sources.get(name);
      if (other !== undefined) throw fault({ source: series.source }, `meter ${name} stands in ${other} too`);
      sources.set(name, series.source);
    }
  }
  return { ...first, source, meters: all.flatMap(({ meters }) => meters) };
}

function gridWords({ intervals, intervalSeconds, startSeconds }: MeterSeries): string {
  return `${intervals} intervals of ${duration(intervalSeconds)} from ${isoInstant(startSeconds)}`;
}
