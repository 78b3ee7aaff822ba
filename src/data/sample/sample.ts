import { mulberry32 } from "../../model/random.js";
import { decimalText } from "../decimal.js";
import type { MeterEnergy } from "../joined-day.js";
import { DAY_SECONDS, HALF_HOUR_SECONDS, isoInstant, parseDay } from "../timestamp.js";
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
export const SAMPLE_FILES: Readonly<Record<"consumption" | "generation" | "prices", string>> = {
  consumption: "households.csv",
  generation: "solar.csv",
  prices: "prices.csv",
};

/** A sample: meters and prices by half-hour. */
interface Sample {
  /** Unix time at which the first half-hour starts. */
  readonly startSeconds: number;
  readonly households: readonly MeterEnergy[];
  readonly roofs: readonly MeterEnergy[];
  /** Base units per MWh. */
  readonly pricePerMwh: readonly bigint[];
}

/**
 * Generates consumption, generation and prices by half-hour. All of it is Assumed, nothing is measured; shapes and
 * sizes are meant to be plausible for Britain in June. The same options give the same sample; another number of
 * households or roofs does not change the rest.
 *
 * @param options - households, roofs and days are integers of at least 1
 * @throws UserError if `firstDay` is not a day
 * @example generateSample(SHIPPED_SAMPLE).households.length // 40
 */
export function generateSample({ seed, households, roofs, days, firstDay }: SampleOptions): Sample {
  const intervals = (days * DAY_SECONDS) / HALF_HOUR_SECONDS;
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
  return { startSeconds: parseDay(firstDay), households: houses, roofs: roofsOfAll, pricePerMwh };
}

/** The meters of a sample as the text of a file, `timestamp,meter,energy_kwh`, sorted by time. */
export function meterCsv(meters: readonly MeterEnergy[], startSeconds: number): string {
  const rows = (meters[0]?.energyWh ?? []).map((_, index) => {
    const timestamp = isoInstant(startSeconds + index * HALF_HOUR_SECONDS);
    return meters
      .map(({ name, energyWh }) => `${timestamp},${name},${decimalText(energyWh[index] ?? 0n, 3)}\n`)
      .join("");
  });
  return `timestamp,meter,energy_kwh\n${rows.join("")}`;
}

/** The prices of a sample as the text of a file, `timestamp,price_per_mwh`. */
export function priceCsv({ pricePerMwh, startSeconds }: Sample): string {
  const timeOf = (index: number) => isoInstant(startSeconds + index * HALF_HOUR_SECONDS);
  const rows = pricePerMwh.map((price, index) => `${timeOf(index)},${decimalText(price, 6)}\n`);
  return `timestamp,price_per_mwh\n${rows.join("")}`;
}

function named(kind: string, count: number, energyWh: () => bigint[]): MeterEnergy[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${kind}-${String(index).padStart(2, "0")}`,
    energyWh: energyWh(),
  }));
}
