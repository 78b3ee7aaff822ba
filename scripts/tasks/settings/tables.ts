import type { Parameter } from "../../model/parameter.js";
import { RHO } from "../../model/reliability.js";
import { DEFAULT_PARAMETERS } from "../../model/market-parameters.js";
import { DEFAULT_DAY_RULES } from "../../model/trading-day.js";

const WHOLE = { unit: "", whole: true, source: "assumed" } as const;
const SECONDS = { ...WHOLE, unit: "s", min: 60, max: 1_000_000_000 } as const;
const PERMILLE = { ...WHOLE, unit: "per mille", min: 0 } as const;
const MONEY = { ...WHOLE, unit: "base units", min: 0, max: 1_000_000_000_000_000 } as const;

/** What the markets on the chain are deployed with. */
export const MARKET_TABLE = {
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
export const DAY_TABLE = {
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
