import { FileDays } from "../../src/data/file-days.js";
import { readMeterFiles, readPriceFile } from "../../src/data/files.js";
import { readOptions } from "../../src/data/formats/said.js";
import { joinByTimeOfDay, type TradingDay, type TradingDays, type TradingFiles } from "../../src/data/joined-day.js";
import { duration } from "../../src/data/timestamp.js";
import { DEFAULT_DAY_RULES, type DayRules, persistenceWh } from "../../src/model/day-rules.js";
import { UserError } from "../../src/model/errors.js";
import { DEFAULT_SETTINGS, dayRulesOf, type Settings } from "./settings/settings.js";

/** A day to play, and what it is played by. */
export interface PlayableDay {
  readonly day: TradingDay;
  readonly rules: DayRules;
  /** Notes on the input for the reader of the result, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The days to play: the chosen day of each file (the first complete one without a choice) and those that follow it.
 * A file with fewer days begins again: one day of load can be played at the prices of a month.
 *
 * @throws UserError naming file, line and column, or the option and its day; or the setting that an interval is too
 * short for
 */
export function chosenDays(settings: Settings): PlayableDay[] {
  const { sources } = settings;
  const said = (file: keyof TradingFiles) => {
    const options = readOptions(sources, file);
    // What is said about people's own files does not hold for the shipped sample.
    return sources[file] === DEFAULT_SETTINGS.sources[file] ? {} : options;
  };
  const files: TradingFiles = {
    consumption: new FileDays(readMeterFiles(sources.consumption, { ...said("consumption"), flow: "delivered" })),
    generation: new FileDays(readMeterFiles(sources.generation, { ...said("generation"), flow: "returned" })),
    prices: new FileDays(readPriceFile(sources.prices, said("prices"))),
  };
  const days: Record<keyof TradingDays, string[]> = {
    consumption: daysFrom(files.consumption, "--consumption-day", sources.consumptionDay),
    generation: daysFrom(files.generation, "--generation-day", sources.generationDay),
    prices: daysFrom(files.prices, "--price-day", sources.priceDay),
  };
  return Array.from({ length: sources.days }, (_, i) => {
    const at = (kind: keyof TradingDays) => days[kind][i % days[kind].length] ?? "";
    const chosen = { consumption: at("consumption"), generation: at("generation"), prices: at("prices") };
    return playable(joinByTimeOfDay(files, chosen), settings);
  });
}

/** The complete days from the chosen one on, then those before it. */
function daysFrom(file: FileDays, option: string, chosen: string | undefined): string[] {
  if (chosen !== undefined) requireDay(file, option, chosen);
  const { complete } = file;
  const first = chosen ?? file.first;
  if (first === undefined) throw file.noDay();
  const start = complete.indexOf(first);
  return [...complete.slice(start), ...complete.slice(0, start)];
}

function requireDay(file: FileDays, option: string, day: string): void {
  try {
    file.day(day);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${option} ${day}: ${error.message}`) : error;
  }
}

function playable(day: TradingDay, settings: Settings): PlayableDay {
  const { rules, note } = rulesFor(day, settings);
  return { day, rules, notes: [...day.notes, ...note, ...negativePriceNote(day)] };
}

/** Of an interval in which the usual gate does not fit, trading has a third. */
const SHORT_GATE_SHARE = 3n;

/**
 * Fits the usual gate to intervals that are too short for it.
 *
 * @throws UserError for another gate than the usual one that does not fit
 */
function rulesFor(day: TradingDay, settings: Settings): { rules: DayRules; note: string[] } {
  const rules = dayRulesOf(settings);
  const interval = BigInt(day.intervalSeconds);
  if (rules.gateSeconds < interval) return { rules, note: [] };
  const intervals = `intervals of ${duration(day.intervalSeconds)}`;
  const gateSeconds = interval / SHORT_GATE_SHARE;
  if (rules.gateSeconds !== DEFAULT_DAY_RULES.gateSeconds || gateSeconds === 0n)
    throw new UserError(
      `dayRules.gateSeconds = ${String(rules.gateSeconds)}: leaves no time for delivery in the intervals of ${settings.sources.consumption}, which are ${duration(day.intervalSeconds)}; give less than ${String(interval)} by --set`,
    );
  const note = `${intervals} have no room for the usual gate of ${String(rules.gateSeconds)} s: trading closes ${String(gateSeconds)} s after each begins`;
  return { rules: { ...rules, gateSeconds }, note: [note] };
}

function negativePriceNote({ pricePerMwh, households }: TradingDay): string[] {
  const negative = [...pricePerMwh.keys()].filter((interval) => (pricePerMwh[interval] ?? 0n) < 0n);
  if (negative.length === 0) return [];
  let wantedWh = 0n;
  for (const interval of negative) for (const { energyWh } of households) wantedWh += persistenceWh(energyWh, interval);
  return [
    `${String(negative.length)} of ${String(pricePerMwh.length)} intervals have a negative price and no trade, since nobody sells below zero: ${String(wantedWh)} Wh wanted in them are not traded`,
  ];
}
