import { COMPARISON_SHARE } from "../../model/attack-comparison.js";
import type { Parameter } from "../../model/parameter.js";
import { VOLUME_PARAMETERS } from "../../model/volumes.js";

const WHOLE = { unit: "", whole: true, source: "assumed", min: 1 } as const;
const NODES = { ...WHOLE, source: "paper", max: 100_000 } as const;

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

/** What Fig. 7 and 8 are run with. */
export const FIG78_TABLE = {
  fromNodes: { ...NODES, symbol: "n from", meaning: "the fewest nodes", value: 300 },
  toNodes: { ...NODES, symbol: "n to", meaning: "the most nodes", value: 9000 },
  stepNodes: { ...NODES, symbol: "n step", meaning: "nodes from one point to the next", value: 300 },
  seeds: { ...WHOLE, symbol: "seeds", meaning: "seeds of volumes and networks", value: 10, max: 100 },
  blocks: { ...WHOLE, symbol: "blocks", meaning: "simulated blocks for each n and seed", value: 5, max: 1000 },
} as const satisfies Record<string, Parameter>;

/** What Fig. 9 is run with. */
export const FIG9_TABLE = {
  trades: { ...WHOLE, symbol: "trades", meaning: "trades in an hour", value: 10, source: "paper", max: 1000 },
} as const satisfies Record<string, Parameter>;

/** What Fig. 11 is run with. */
export const FIG11_TABLE = {
  share: {
    symbol: "q",
    meaning: "the attacker's share of the blocks",
    unit: "",
    value: COMPARISON_SHARE,
    source: "paper",
    min: 0.01,
    max: 0.5,
  },
  blocks: { ...WHOLE, symbol: "z to", meaning: "blocks of the traditional chain", value: 50, max: 1000 },
} as const satisfies Record<string, Parameter>;

/** What the study of the broadcast is run with. */
export const BROADCAST_TABLE = {
  mostNodes: { ...WHOLE, symbol: "n to", meaning: "the most nodes", value: 30_000, min: 100, max: 1_000_000 },
  blocks: { ...WHOLE, symbol: "blocks", meaning: "simulated blocks for each n", value: 10, max: 10_000 },
} as const satisfies Record<string, Parameter>;

/** What the sensitivity is run with. */
export const SENSITIVITY_TABLE = {
  trades: { ...WHOLE, symbol: "trades", meaning: "trades that each point is the mean of", value: 1000, max: 1000 },
  blockSeconds: {
    symbol: "B",
    meaning: "time from one block to the next; the paper's equations wait for none",
    unit: "s",
    value: 12,
    source: "assumed",
    min: 0.1,
    max: 3600,
  },
  worthPercent: {
    symbol: "worth it",
    meaning: "the least saving that counts as one: share of a trade's time, or points of verification time",
    unit: "%",
    value: 5,
    source: "assumed",
    min: 0.1,
    max: 50,
  },
} as const satisfies Record<string, Parameter>;
