import {
  BROADCAST_PARAMETERS,
  broadcastParameters,
  type BroadcastParameters,
} from "../../../src/broadcast/broadcast-parameters.js";
import type { MarketParameters } from "../../../src/model/market-parameters.js";
import type { Parameter } from "../../../src/model/parameter.js";
import { WAD } from "../../../src/model/reliability.js";
import { TABLE1_PARAMETERS } from "../../../src/model/table1-parameters.js";
import {
  AUTHORITIES,
  TIME_PARAMETERS,
  timeParameters,
  type TimeParameters,
} from "../../../src/model/time-parameters.js";
import type { DayRules } from "../../../src/model/day-rules.js";
import {
  BROADCAST_TABLE,
  DAY_TABLE,
  FIG11_TABLE,
  FIG6_TABLE,
  FIG78_TABLE,
  FIG9_TABLE,
  MARKET_TABLE,
  SENSITIVITY_TABLE,
} from "./tables.js";

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

/** Where the trading day's inputs come from, and which day of each. */
export interface DaySources {
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
