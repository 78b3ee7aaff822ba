import type { SaidTexts } from "../../../src/data/formats/said.js";
import {
  BROADCAST_PARAMETERS,
  broadcastParameters,
  type BroadcastParameters,
} from "../../../src/broadcast/broadcast-parameters.js";
import { COMPARISON_SHARE } from "../../../src/model/attack/figures.js";
import { DEFAULT_DAY_RULES, type DayRules } from "../../../src/model/day-rules.js";
import { DEFAULT_PARAMETERS, type MarketParameters } from "../../../src/model/market-parameters.js";
import type { Parameter } from "../../../src/model/parameter.js";
import { RHO, WAD } from "../../../src/model/reliability.js";
import { TABLE1_PARAMETERS } from "../../../src/model/table1-parameters.js";
import {
  AUTHORITIES,
  TIME_PARAMETERS,
  timeParameters,
  type TimeParameters,
} from "../../../src/model/time-parameters.js";
import { VOLUME_PARAMETERS } from "../../../src/model/volumes.js";

const WHOLE = { unit: "", whole: true, source: "assumed" } as const;
const SECONDS = { ...WHOLE, unit: "s", min: 60, max: 1_000_000_000 } as const;
const PERMILLE = { ...WHOLE, unit: "per mille", min: 0 } as const;
const MONEY = { ...WHOLE, unit: "base units", min: 0, max: 1_000_000_000_000_000 } as const;

/** What the markets on the chain are deployed with. */
const MARKET_TABLE = {
  capTrades: {
    ...WHOLE,
    symbol: "N",
    meaning: "fast-lane trades of a user between two full verifications",
    value: Number(DEFAULT_PARAMETERS.capTrades),
    min: 1,
    max: 65_535,
  },
  capEnergyKWh: {
    ...WHOLE,
    symbol: "M",
    meaning: "energy of those trades",
    unit: "kWh",
    value: Number(DEFAULT_PARAMETERS.capEnergyWh) / 1000,
    source: "paper",
    min: 1,
    max: 1_000_000_000,
  },
  rho: RHO,
  authorities: {
    ...WHOLE,
    symbol: "authorities",
    meaning: "authorities on the chain; the time model has n_a of its own",
    value: 7,
    min: 1,
    max: 160,
  },
  feePerMWh: {
    ...MONEY,
    symbol: "fee",
    meaning: "platform fee",
    unit: "base units/MWh",
    value: Number(DEFAULT_PARAMETERS.feePerMWh),
    max: 1_000_000_000,
  },
  verificationWindow: {
    ...SECONDS,
    symbol: "verification window",
    meaning: "how long an agreement may await verification",
    value: Number(DEFAULT_PARAMETERS.verificationWindow),
  },
  readingWindow: {
    ...SECONDS,
    symbol: "reading window",
    meaning: "how long after delivery a reading has precedence",
    value: Number(DEFAULT_PARAMETERS.readingWindow),
  },
} as const satisfies Record<string, Parameter>;

/** How people trade on the day that is played from files. */
const DAY_TABLE = {
  excessPermille: {
    ...PERMILLE,
    symbol: "excess price",
    meaning: "price above the band, as a share of the price",
    value: Number(DEFAULT_DAY_RULES.excessPermille),
    max: 10_000,
  },
  damagesPermille: {
    ...PERMILLE,
    symbol: "damages price",
    meaning: "liquidated damages below the band, as a share of the price",
    value: Number(DEFAULT_DAY_RULES.damagesPermille),
    max: 1000,
  },
  marginPermille: {
    ...PERMILLE,
    symbol: "margin",
    meaning: "the buyer's margin, as a share of the price",
    value: Number(DEFAULT_DAY_RULES.marginPermille),
    max: 10_000,
  },
  gateSeconds: {
    ...SECONDS,
    min: 1,
    symbol: "gate",
    meaning: "from an interval's start until delivery begins",
    value: Number(DEFAULT_DAY_RULES.gateSeconds),
    max: 86_400,
  },
  householdDeposit: {
    ...MONEY,
    symbol: "household's deposit",
    meaning: "what a household pays in for the day",
    value: Number(DEFAULT_DAY_RULES.householdDeposit),
  },
  sellerDeposit: {
    ...MONEY,
    symbol: "seller's deposit",
    meaning: "what a roof and the supplier pay in for the day",
    value: Number(DEFAULT_DAY_RULES.sellerDeposit),
  },
} as const satisfies Record<string, Parameter>;

const COUNT = { unit: "", whole: true, source: "assumed", min: 1 } as const;
const NODES = { ...COUNT, source: "paper", max: 100_000 } as const;

/** What Fig. 6 is run with. */
const FIG6_TABLE = {
  ...VOLUME_PARAMETERS,
  volumeSeed: {
    ...COUNT,
    symbol: "seed of volumes",
    meaning: "seed of the trades' energies, chosen because it gives the paper's pattern",
    value: 24,
    source: "searched for",
    min: 0,
    max: 4_294_967_295,
  },
} as const satisfies Record<string, Parameter>;

/** What Fig. 7 and 8 are run with. */
const FIG78_TABLE = {
  fromNodes: { ...NODES, symbol: "n from", meaning: "the fewest nodes", value: 300 },
  toNodes: { ...NODES, symbol: "n to", meaning: "the most nodes", value: 9000 },
  stepNodes: { ...NODES, symbol: "n step", meaning: "nodes from one point to the next", value: 300 },
  seeds: { ...COUNT, symbol: "seeds", meaning: "seeds of volumes and networks", value: 10, max: 100 },
  blocks: { ...COUNT, symbol: "blocks", meaning: "simulated blocks for each n and seed", value: 5, max: 1000 },
} as const satisfies Record<string, Parameter>;

/** What Fig. 9 is run with. */
const FIG9_TABLE = {
  trades: { ...COUNT, symbol: "trades", meaning: "trades in an hour", value: 10, source: "paper", max: 1000 },
} as const satisfies Record<string, Parameter>;

/** What Fig. 11 is run with. */
const FIG11_TABLE = {
  share: {
    symbol: "q",
    meaning: "the attacker's share of the blocks",
    unit: "",
    value: COMPARISON_SHARE,
    source: "paper",
    min: 0.01,
    max: 0.5,
  },
  blocks: { ...COUNT, symbol: "z to", meaning: "blocks of the traditional chain", value: 50, max: 1000 },
} as const satisfies Record<string, Parameter>;

/** What the study of the broadcast is run with. */
const BROADCAST_TABLE = {
  mostNodes: { ...COUNT, symbol: "n to", meaning: "the most nodes", value: 30_000, min: 100, max: 1_000_000 },
  blocks: { ...COUNT, symbol: "blocks", meaning: "simulated blocks for each n", value: 10, max: 10_000 },
} as const satisfies Record<string, Parameter>;

/** What the sensitivity is run with. */
const SENSITIVITY_TABLE = {
  trades: { ...COUNT, symbol: "trades", meaning: "trades that each point is the mean of", value: 1000, max: 1000 },
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

const { degree, latencySeconds, messageBytes } = BROADCAST_PARAMETERS;

/** Every number that an evaluation depends on, in groups; the settings file has the same groups and names. */
export const SETTING_TABLES = {
  market: MARKET_TABLE,
  time: { ...TIME_PARAMETERS, authorities: { ...AUTHORITIES, value: undefined, max: 1_000_000 } },
  network: { degree, latencySeconds, messageBytes },
  fig6: FIG6_TABLE,
  fig78: FIG78_TABLE,
  fig9: FIG9_TABLE,
  fig11: FIG11_TABLE,
  broadcast: BROADCAST_TABLE,
  sensitivity: SENSITIVITY_TABLE,
  table1: TABLE1_PARAMETERS,
  dayRules: DAY_TABLE,
} as const satisfies Record<string, SettingTable>;

/** Numbers under their names; one without a default of its own follows from others. */
export type SettingTable = Readonly<Record<string, Omit<Parameter, "value"> & { readonly value: number | undefined }>>;

type Values<Table extends SettingTable> = {
  readonly [Name in keyof Table]: Table[Name]["value"] extends number ? number : number | undefined;
};

/** Where the trading day's inputs come from, which day of each, and what was said about the files. */
interface DaySources extends SaidTexts {
  readonly consumption: string;
  readonly generation: string;
  readonly prices: string;
  readonly consumptionDay?: string | undefined;
  readonly generationDay?: string | undefined;
  readonly priceDay?: string | undefined;
  /** How many days, each on markets of its own. */
  readonly days: number;
}

/** Everything that an evaluation depends on: the same settings give the same results. */
export type Settings = {
  /** Of everything drawn at random that has no seed of its own. */
  readonly seed: number;
  readonly sources: DaySources;
} & { readonly [Group in keyof typeof SETTING_TABLES]: Values<(typeof SETTING_TABLES)[Group]> };

/** What runs without options. */
export const DEFAULT_SETTINGS: Settings = {
  seed: 1,
  ...defaults(),
  sources: {
    consumption: "data/sample/households.csv",
    generation: "data/sample/solar.csv",
    prices: "data/sample/prices.csv",
    days: 1,
  },
};

function defaults(): Omit<Settings, "seed" | "sources"> {
  const groups = Object.entries<SettingTable>(SETTING_TABLES).map(([group, table]) => {
    const values = Object.entries(table).map(([name, { value }]) => [name, value] as const);
    return [group, Object.fromEntries(values)] as const;
  });
  const settings: unknown = Object.fromEntries(groups);
  return settings as Omit<Settings, "seed" | "sources">;
}

/** What both markets are deployed with. rho to the nearest WAD. */
export function marketOf({ market }: Settings): MarketParameters {
  const { capTrades, capEnergyKWh, feePerMWh, verificationWindow, readingWindow, rho } = market;
  return {
    capTrades: BigInt(capTrades),
    capEnergyWh: BigInt(capEnergyKWh) * 1000n,
    feePerMWh: BigInt(feePerMWh),
    verificationWindow: BigInt(verificationWindow),
    readingWindow: BigInt(readingWindow),
    rho: BigInt(Math.round(rho * Number(WAD))),
  };
}

export function dayRulesOf({ dayRules }: Settings): DayRules {
  const entries = Object.entries<number>(dayRules).map(([name, value]) => [name, BigInt(value)] as const);
  return Object.fromEntries(entries) as Record<keyof DayRules, bigint>;
}

/**
 * What equations (4) to (9) are computed with, some of it replaced. n_a is n where the settings leave it open.
 *
 * @throws UserError when there are more authorities than nodes
 */
export function timeOf({ time }: Settings, changes: Partial<TimeParameters> = {}): TimeParameters {
  const { authorities, ...values } = { ...time, ...changes };
  return timeParameters({ ...values, ...(authorities !== undefined && { authorities }) });
}

/**
 * The same at another number of nodes. A committee that the settings name is never larger than the network.
 */
export function timeAt(settings: Settings, nodes: number): TimeParameters {
  const { authorities } = settings.time;
  return timeOf(settings, { nodes, ...(authorities !== undefined && { authorities: Math.min(authorities, nodes) }) });
}

/** What a broadcast among so many nodes is simulated with. */
export function networkAt({ time, network }: Settings, nodes: number): BroadcastParameters {
  const { blockMB, bandwidthMBps, checkSecondsPerMB } = time;
  return broadcastParameters({ nodes, blockMB, bandwidthMBps, checkSecondsPerMB, ...network });
}
