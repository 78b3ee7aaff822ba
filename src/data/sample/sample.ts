import { mulberry32 } from "../../model/random.js";
import type { MeterEnergy } from "../meters.js";
import { DAY_SECONDS, HALF_HOUR_SECONDS, parseDay } from "../timestamp.js";
import type { TradingFiles } from "../joined-day.js";
import { generatedHousehold, generatedPrice, generatedRoof, generatedSky } from "./shapes.js";

/** The size and the seed of a sample. */
export interface SampleOptions {
  readonly seed: number;
  readonly households: number;
  readonly roofs: number;
  /** Whole days from `firstDay` on. */
  readonly days: number;
  /** A stand-in such as `2025-06-18`: nothing was measured on it. */
  readonly firstDay: string;
}

/** The sample that ships with the product. */
export const SHIPPED_SAMPLE: SampleOptions = { seed: 1, households: 40, roofs: 20, days: 1, firstDay: "2025-06-18" };

/** The files of a sample, in its folder. */
export const SAMPLE_FILES: Readonly<Record<keyof TradingFiles, string>> = {
  consumption: "households.csv",
  generation: "solar.csv",
  prices: "prices.csv",
};

/** The line of a file's first row, after its header. */
const FIRST_ROW = 2;

/**
 * Generates consumption, generation and prices by half-hour. All of it is Assumed, nothing is measured; shapes and
 * sizes are meant to be plausible for Britain in June. The same options give the same sample; another number of
 * households or roofs does not change the rest.
 *
 * @param options - households, roofs and days are integers of at least 1
 * @throws UserError if `firstDay` is not a day
 * @example generateSample(SHIPPED_SAMPLE).consumption.meters.length // 40
 */
export function generateSample({ seed, households, roofs, days, firstDay }: SampleOptions): TradingFiles {
  const source = `sample of seed ${seed}`;
  const intervals = (days * DAY_SECONDS) / HALF_HOUR_SECONDS;
  const grid = { startSeconds: parseDay(firstDay), intervalSeconds: HALF_HOUR_SECONDS, intervals };
  const hours = Array.from({ length: intervals }, (_, index) => (index / 2) % 24);

  // Each part has a generator of its own, so that its size does not change the others.
  const seeds = mulberry32(seed);
  const nextGenerator = () => mulberry32(seeds() * 2 ** 32);
  const sky = hours.map(generatedSky(nextGenerator()));
  const pricePerMwh = hours.map(generatedPrice(nextGenerator()));
  const [forHouseholds, forRoofs] = [nextGenerator(), nextGenerator()];
  const houses = named("house", households, () => hours.map(generatedHousehold(forHouseholds)));
  const roofsOfAll = named("roof", roofs, () => {
    const energyAt = generatedRoof(forRoofs);
    return hours.map((hour, index) => energyAt(hour, sky[index] ?? 0));
  });
  const indexes = [...hours.keys()];
  return {
    consumption: { source, ...grid, meters: houses },
    generation: { source, ...grid, meters: roofsOfAll },
    prices: {
      source,
      intervalSeconds: HALF_HOUR_SECONDS,
      startsAt: indexes.map((index) => grid.startSeconds + index * HALF_HOUR_SECONDS),
      pricePerMwh,
      lines: indexes.map((index) => index + FIRST_ROW),
    },
  };
}

function named(kind: string, count: number, energyWh: () => bigint[]): MeterEnergy[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${kind}-${String(index).padStart(2, "0")}`,
    energyWh: energyWh(),
  }));
}
