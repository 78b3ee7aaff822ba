import { DEFAULT_PARAMETERS, type MarketParameters } from "../model/market-parameters.js";
import { DEFAULT_DAY_RULES, type DayRules } from "../model/trading-day.js";

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
export interface Settings {
  readonly seed: number;
  readonly authorities: number;
  readonly market: MarketParameters;
  readonly dayRules: DayRules;
  readonly sources: DaySources;
}

/** What runs without options. */
export const DEFAULT_SETTINGS: Settings = {
  seed: 1,
  authorities: 7,
  market: DEFAULT_PARAMETERS,
  dayRules: DEFAULT_DAY_RULES,
  sources: {
    consumption: "data/sample/households.csv",
    generation: "data/sample/solar.csv",
    prices: "data/sample/prices.csv",
    days: 1,
  },
};
