import { type Random, uniformInteger } from "../../model/random.js";
import { autoregressive, bell, standardNormal } from "./noise.js";

/**
 * A generated household: gives the energy in Wh that it uses in the half-hour that starts at an hour of the day (0 to
 * 23.5), to be called for one half-hour after the other.
 *
 * All numbers Assumed, to look like a British household without electric heating: a median of 7 kWh a day and appliances,
 * low at night, a bump at breakfast, the most in the early evening; each household with its own size, habits and noise.
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
