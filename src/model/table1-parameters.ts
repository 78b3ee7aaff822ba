import { parametersOf, requireWithin, type Parameter } from "./parameter.js";

/** The paper's mean success rate over its five days. */
export const PAPER_SUCCESS_RATE = 0.9951;

const PERMILLE = { unit: "per mille", whole: true, source: "assumed", min: 1, max: 999 } as const;
const KWH = { unit: "kWh", whole: true, source: "assumed", min: 1, max: 1_000_000 } as const;
const PRICE = { unit: "base units/kWh", whole: true, source: "assumed", min: 1, max: 1_000_000_000 } as const;

/** What the days of Table 1 are drawn from. The paper gives users, days and the mean success rate, and no more. */
export const TABLE1_PARAMETERS = {
  users: {
    symbol: "users",
    meaning: "users of the market",
    unit: "",
    value: 4000,
    source: "paper",
    whole: true,
    min: 3,
    max: 100_000,
  },
  days: {
    symbol: "days",
    meaning: "days of trading; each agreement is delivered on the day after",
    unit: "",
    value: 5,
    source: "paper",
    whole: true,
    min: 1,
    max: 366,
  },
  sellersPermille: { ...PERMILLE, symbol: "sellers", meaning: "users who sell on a day", value: 200 },
  buyersPermille: {
    ...PERMILLE,
    symbol: "buyers",
    meaning: "users who buy on a day, others than the sellers",
    value: 520,
  },
  lowKWh: { ...KWH, symbol: "least Q", meaning: "least energy of an agreement, as of Fig. 6's trades", value: 1000 },
  highKWh: {
    ...KWH,
    symbol: "greatest Q",
    meaning: "greatest energy of an agreement, as of Fig. 6's trades",
    value: 5000,
  },
  lowPrice: { ...PRICE, symbol: "least c", meaning: "least price of an offer", value: 60_000 },
  highPrice: { ...PRICE, symbol: "greatest c", meaning: "greatest price of an offer", value: 100_000 },
  deviation: {
    symbol: "widest deviation",
    meaning: "the most that a meter reads above or below the agreed energy, as a share of it; triangular",
    unit: "",
    value: 0.15,
    source: "assumed",
    min: 0,
    max: 1,
  },
  voidShare: {
    symbol: "void share",
    meaning: "share of agreements to be void for want of margin or fee: sets how many accounts are empty",
    unit: "",
    value: 0.0049,
    source: "calibrated",
    min: 0,
    max: 1,
  },
} as const satisfies Record<string, Parameter>;

/** A value for each of {@link TABLE1_PARAMETERS}. */
export type Table1Parameters = Readonly<Record<keyof typeof TABLE1_PARAMETERS, number>>;

/**
 * The numbers of Table 1: the defaults with some of them replaced, each checked.
 *
 * @throws UserError naming a value outside its domain, or two that contradict each other
 * @example table1Parameters({ users: 60 }).days // 5
 */
export function table1Parameters(given: Partial<Table1Parameters> = {}): Table1Parameters {
  const values = parametersOf(TABLE1_PARAMETERS, given);
  const { lowKWh, lowPrice, sellersPermille } = values;
  const { highKWh, highPrice, buyersPermille } = TABLE1_PARAMETERS;
  requireWithin("highKWh", values.highKWh, { ...highKWh, min: lowKWh });
  requireWithin("highPrice", values.highPrice, { ...highPrice, min: lowPrice });
  requireWithin("buyersPermille", values.buyersPermille, { ...buyersPermille, max: 1000 - sellersPermille });
  return values;
}
