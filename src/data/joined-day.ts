import { fault } from "./fault.js";
import type { MeterEnergy, MeterSeries } from "./meters.js";
import type { PriceSeries } from "./prices.js";
import { duration, parseDay } from "./timestamp.js";
import { completeMeterDays, completePriceDays, metersOfDay, pricesOfDay } from "./utc-days.js";

/** The three files that a day is joined from. */
export interface TradingFiles {
  readonly consumption: MeterSeries;
  readonly generation: MeterSeries;
  readonly prices: PriceSeries;
}

/** The UTC day taken from each file, such as `2013-06-15`. */
export type TradingDays = Readonly<Record<keyof TradingFiles, string>>;

/** A day of trading: consumption, generation and prices by interval of the day. */
export interface TradingDay {
  readonly days: TradingDays;
  /** Unix time at which the day of consumption starts. */
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
  readonly households: readonly MeterEnergy[];
  readonly roofs: readonly MeterEnergy[];
  /** Base units per MWh, one entry an interval of the meters. */
  readonly pricePerMwh: readonly bigint[];
}

/**
 * Joins one day of each of three files by interval of the UTC day, whatever their dates: the first interval of each,
 * the second, and so on. By default each file's first complete day is taken. A price that holds longer than the meters'
 * interval, such as an hour, applies to each interval in it.
 *
 * @throws UserError for a day that is not complete, or intervals that do not fit
 */
export function joinByTimeOfDay(files: TradingFiles, chosen: Partial<TradingDays> = {}): TradingDay {
  const { consumption, generation, prices } = files;
  const { intervalSeconds } = consumption;
  const days = {
    consumption: chosen.consumption ?? firstOf(completeMeterDays(consumption), consumption),
    generation: chosen.generation ?? firstOf(completeMeterDays(generation), generation),
    prices: chosen.prices ?? firstOf(completePriceDays(prices), prices),
  };
  const households = metersOfDay(consumption, days.consumption);
  const roofs = metersOfDay(generation, days.generation);
  const pricesOfItsDay = pricesOfDay(prices, days.prices);
  if (generation.intervalSeconds !== intervalSeconds) throw misfit(generation, consumption);
  const intervalsPerPrice = prices.intervalSeconds / intervalSeconds;
  if (!Number.isInteger(intervalsPerPrice)) throw misfit(prices, consumption);
  const pricePerMwh = pricesOfItsDay.flatMap((price) => Array<bigint>(intervalsPerPrice).fill(price));
  const startSeconds = parseDay(days.consumption);
  return { days, startSeconds, intervalSeconds, intervals: pricePerMwh.length, households, roofs, pricePerMwh };
}

function firstOf([day]: readonly string[], { source }: MeterSeries | PriceSeries): string {
  if (day === undefined) throw fault({ source }, "covers no UTC day from midnight to midnight");
  return day;
}

function misfit(series: MeterSeries | PriceSeries, consumption: MeterSeries): Error {
  const [its, theirs] = [duration(series.intervalSeconds), duration(consumption.intervalSeconds)];
  return fault({ source: series.source }, `its interval is ${its}, that of ${consumption.source} is ${theirs}`);
}
