import { type Random, uniformInteger } from "../../model/random.js";
import { autoregressive, bell, standardNormal } from "./noise.js";

/**
 * A generated household: a function from the hour of the day (0 to 23.5) to the energy in Wh that it uses in the
 * half-hour from then on. Call it for one half-hour after the other.
 *
 * All numbers Assumed, to look like a British household without electric heating: a median of 7 kWh a day and
 * appliances, low at night, a bump at breakfast, the most in the early evening; each household with its own size,
 * habits and noise.
 */
export function generatedHousehold(random: Random): (hour: number) => bigint {
  const meanWh = (7000 / 48) * Math.exp(0.45 * standardNormal(random));
  const eveningHour = 18.5 + standardNormal(random);
  const breakfastHour = 7.5 + 0.7 * standardNormal(random);
  const atHomeByDay = random();
  const mood = autoregressive(random, 0.6, 0.35);
  return (hour) => {
    const shape =
      0.45 +
      0.6 * bell(hour, breakfastHour, 1) +
      0.8 * atHomeByDay * bell(hour, 13, 2.5) +
      1.6 * bell(hour, eveningHour, 1.6) +
      0.5 * bell(hour, 21.5, 1.2);
    const appliance = random() < 0.05 * shape ? uniformInteger(random, 300, 1200) : 0;
    return BigInt(Math.round(meanWh * shape * Math.exp(mood()) + appliance));
  };
}

/** Sunrise and sunset in England in June, hours UTC. Assumed, as all numbers of this file. */
const SUNRISE = 3.75;
const SUNSET = 20.25;

/** The most of its peak power that a roof gives: losses by heat, inverter and angle. */
const PERFORMANCE = 0.8;

/**
 * A generated solar roof of 1.5 to 4 kW peak: a function from the hour of the day to the energy in Wh that it generates
 * in the half-hour from then on. Call it for one half-hour after the other.
 *
 * @param random - this roof's own
 * @param sky - the clearness of the common sky in the same half-hour, 0 to 1
 */
export function generatedRoof(random: Random): (hour: number, sky: number) => bigint {
  const peakW = 1500 + 2500 * random();
  const facing = 0.8 * standardNormal(random);
  const ownClouds = autoregressive(random, 0.5, 0.08);
  return (hour, sky) => {
    const middle = hour + 0.25;
    const clearness = Math.max(0, sky + ownClouds());
    if (middle <= SUNRISE || middle >= SUNSET) return 0n;
    const sun = Math.sin((Math.PI * (middle - facing - SUNRISE)) / (SUNSET - SUNRISE));
    return BigInt(Math.round((peakW / 2) * PERFORMANCE * Math.max(0, sun) ** 1.8 * Math.min(1, clearness)));
  };
}

/**
 * The sky over all roofs: a function that gives the next half-hour's clearness, 1 without clouds. Clouds last a while.
 */
export function generatedSky(random: Random): () => number {
  const clouds = autoregressive(random, 0.85, 0.25);
  return () => Math.min(1, Math.max(0.15, 0.75 + clouds()));
}

/** Base units in a hundredth of a token: prices are quoted to two decimals. */
const BASE_UNITS_PER_CENT = 10_000n;

/**
 * A generated day-ahead price: a function from the hour of the day to the price in base units per MWh of the half-hour
 * from then on. Call it for one half-hour after the other.
 *
 * All numbers Assumed, to look like a British summer day: cheap at night and under the midday sun, a small peak in the
 * morning, a large one in the evening.
 */
export function generatedPrice(random: Random): (hour: number) => bigint {
  const news = autoregressive(random, 0.7, 4);
  return (hour) => {
    const shape = 72 + 18 * bell(hour, 7.5, 1.5) - 30 * bell(hour, 13, 2.5) + 55 * bell(hour, 18.5, 1.8);
    return BigInt(Math.round(100 * Math.max(0, shape + news()))) * BASE_UNITS_PER_CENT;
  };
}
