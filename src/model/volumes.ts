import { UserError } from "./errors.js";
import { type Parameter, requireWithin } from "./parameter.js";
import { mulberry32, uniformInteger } from "./random.js";

const KWH = { unit: "kWh", whole: true, min: 1, max: 1_000_000 } as const;

/** The parameters that a scenario's trades are drawn from. */
export const VOLUME_PARAMETERS = {
  trades: {
    symbol: "trades",
    meaning: "trades of the one pair of users",
    unit: "",
    value: 20,
    source: "paper",
    whole: true,
    min: 1,
    max: 1000,
  },
  lowKWh: { ...KWH, symbol: "least M_i", meaning: "least energy of a trade", value: 1000, source: "assumed" },
  highKWh: { ...KWH, symbol: "greatest M_i", meaning: "greatest energy of a trade", value: 5000, source: "assumed" },
} as const satisfies Record<string, Parameter>;

/** A value for each of {@link VOLUME_PARAMETERS}. */
type VolumeParameters = Readonly<Record<keyof typeof VOLUME_PARAMETERS, number>>;

/**
 * Energy of each trade in kWh, uniform on the whole numbers from the least to the greatest. **Assumed**: the paper only
 * says "random". Seed 24 of the generator mulberry32 was **searched for**: with the defaults it gives the pattern of
 * the paper's Fig. 6.
 *
 * @throws UserError naming a value outside its domain, or a greatest energy below the least
 * @example volumesKWh(24, { trades: 3, lowKWh: 1000, highKWh: 5000 }) // [2328, 4856, 2175]
 */
export function volumesKWh(seed: number, { trades, lowKWh, highKWh }: VolumeParameters): number[] {
  for (const [name, value] of Object.entries({ trades, lowKWh, highKWh })) {
    requireWithin(name, value, VOLUME_PARAMETERS[name as keyof VolumeParameters]);
  }
  if (highKWh < lowKWh) throw new UserError(`highKWh = ${highKWh}: must not be below lowKWh = ${lowKWh}`);
  const random = mulberry32(seed);
  return Array.from({ length: trades }, () => uniformInteger(random, lowKWh, highKWh));
}
