import type { Parameter } from "../../model/parameter.js";
import { VOLUME_PARAMETERS } from "../../model/volumes.js";

const WHOLE = { unit: "", whole: true, source: "assumed" } as const;

/** What Fig. 6 is run with. */
export const FIG6_TABLE = {
  ...VOLUME_PARAMETERS,
  volumeSeed: {
    ...WHOLE,
    symbol: "seed of volumes",
    meaning: "seed of the trades' energies, chosen because it gives the paper's pattern",
    value: 24,
    source: "searched for",
    min: 0,
    max: 4_294_967_295,
  },
} as const satisfies Record<string, Parameter>;
