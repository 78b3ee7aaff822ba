import { readMeterFiles, readPriceFile } from "../../src/data/files.js";
import { completeMeterDays, completePriceDays } from "../../src/data/utc-days.js";
import { joinByTimeOfDay, type TradingDay, type TradingDays, type TradingFiles } from "../../src/data/joined-day.js";
import { UserError } from "../../src/model/errors.js";
import type { DaySources } from "./settings/settings.js";

/**
 * The days to play: the chosen day of each file (the first complete one without a choice) and those that follow it.
 * A file with fewer days begins again: one day of load can be played at the prices of a month.
 *
 * @throws UserError naming file, line and column, or the option and its day
 */
export function daysOf(sources: DaySources): TradingDay[] {
  const files: TradingFiles = {
    consumption: readMeterFiles(sources.consumption),
    generation: readMeterFiles(sources.generation),
    prices: readPriceFile(sources.prices),
  };
  const days: Record<keyof TradingDays, string[]> = {
    consumption: from(
      "--consumption-day",
      sources.consumptionDay,
      completeMeterDays(files.consumption),
      sources.consumption,
    ),
    generation: from(
      "--generation-day",
      sources.generationDay,
      completeMeterDays(files.generation),
      sources.generation,
    ),
    prices: from("--price-day", sources.priceDay, completePriceDays(files.prices), sources.prices),
  };
  return Array.from({ length: sources.days }, (_, i) => {
    const chosen: Partial<Record<keyof TradingDays, string>> = {};
    for (const key of ["consumption", "generation", "prices"] as const) {
      const day = days[key][i % days[key].length];
      if (day !== undefined) chosen[key] = day;
    }
    return joinByTimeOfDay(files, chosen);
  });
}

/** The complete days from the chosen one on; all of them without a choice. */
function from(option: string, day: string | undefined, complete: readonly string[], file: string): string[] {
  if (day === undefined) return [...complete];
  const first = complete.indexOf(day);
  if (first >= 0) return [...complete.slice(first), ...complete.slice(0, first)];
  throw new UserError(`${option} ${day}: not a complete day of ${file}; it has ${complete.join(", ") || "none"}`);
}
