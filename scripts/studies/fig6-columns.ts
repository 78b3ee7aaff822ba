import type { TradeTime } from "../../src/model/time.js";
import type { Column } from "../../src/report/column.js";
import type { Fig6Trade } from "./fig6-run.js";

type Model = "traditional" | "improved";

/** What both models have in common, and what each has of its own. */
const seconds = (
  name: string,
  symbol: string,
  value: (time: TradeTime) => number,
  models: readonly Model[] = ["traditional", "improved"],
): Column<Fig6Trade>[] =>
  models.map((model) => ({
    name: `${model}_${name}_s`,
    heading: models.length === 1 ? `${symbol} [s]` : `${symbol} ${SHORT[model]} [s]`,
    value: (trade: Fig6Trade) => value(trade[model].time),
    decimals: 2,
  }));

const measured = (name: "transactions" | "blocks" | "gas", heading: string): Column<Fig6Trade>[] =>
  (["traditional", "improved"] as const).map((model) => ({
    name: `${model}_${name}`,
    heading: `${heading} ${SHORT[model]}`,
    value: (trade: Fig6Trade) => trade[model].measured[name],
  }));

const SHORT = { traditional: "trad.", improved: "impr." } as const;

const TRADE: readonly Column<Fig6Trade>[] = [
  { name: "trade", heading: "Trade", value: ({ trade }) => trade },
  { name: "energy_kwh", heading: "Energy [kWh]", value: ({ energyKWh }) => energyKWh },
  { name: "lane", heading: "Lane", value: ({ lane }) => lane },
  { name: "r", heading: "R", value: ({ reliability }) => reliability },
];
const VERIFICATION = seconds("t_r1", "T_r1", ({ verification }) => verification);
const TOTAL = seconds("t_sum", "T_sum", ({ total }) => total);
const MEASURED = [...measured("transactions", "Tx"), ...measured("blocks", "Blocks"), ...measured("gas", "Gas")];
const parts = (models?: readonly Model[]) => [
  ...seconds("t", "T", ({ handling }) => handling, models),
  ...seconds("t_r2", "T_r2", ({ broadcast }) => broadcast, models),
  ...seconds("t_r3", "T_r3", ({ blockCheck }) => blockCheck, models),
  ...seconds("t_n_plus_1", "T_{n+1}", ({ neighbours }) => neighbours, models),
];

/** For the terminal. */
export const FIG6_TEXT: readonly Column<Fig6Trade>[] = [...TRADE, ...TOTAL, ...MEASURED];

/** For the page: the parts that are the same in both models stand once. */
export const FIG6_PAGE: readonly Column<Fig6Trade>[] = [
  ...TRADE,
  ...parts(["improved"]),
  ...VERIFICATION,
  ...TOTAL,
  ...MEASURED,
];

/** For machines. */
export const FIG6_CSV: readonly Column<Fig6Trade>[] = [
  ...TRADE,
  ...parts(),
  ...VERIFICATION,
  ...seconds("t_r", "T_r", ({ trade }) => trade),
  ...TOTAL,
  ...MEASURED,
];
