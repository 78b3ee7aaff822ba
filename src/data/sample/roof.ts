import type { Random } from "../../model/random.js";
import { autoregressive, standardNormal } from "./noise.js";

/** Sunrise and sunset in England in June, hours UTC. Assumed, as all numbers of this file. */
const SUNRISE = 3.75;
const SUNSET = 20.25;

/** Share of the peak power that a roof gives at best: heat, inverter, angle. */
const PERFORMANCE = 0.8;

/**
 * A generated solar roof of 1.5 to 4 kW peak: gives the energy in Wh that it makes in the half-hour that starts at an
 * hour of the day, to be called for one half-hour after the other.
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

/** The sky over all roofs: gives the next half-hour's clearness, 1 without a cloud; clouds come and stay a while. */
export function generatedSky(random: Random): () => number {
  const clouds = autoregressive(random, 0.85, 0.25);
  return () => Math.min(1, Math.max(0.15, 0.75 + clouds()));
}
