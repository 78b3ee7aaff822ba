import { toGrid, type Column } from "../../../src/report/column.js";
import type { ReportSection } from "../../../src/report/page/page.js";
import { SETTING_TABLES, type SettingTable } from "./settings.js";

/** The report's list of symbols: what is computed, and the parameters that have a sign of their own. */
export function symbolsSection(): ReportSection {
  const parameters = Object.values<SettingTable>(SETTING_TABLES)
    .flatMap((table) => Object.values(table))
    .filter(({ symbol }) => SIGN.test(symbol))
    .map(({ symbol, meaning, unit }): Line => [symbol, meaning, unit]);
  // The same sign of several groups means the same: the first says it.
  const lines = [...new Map([...parameters, ...RESULTS].map((line) => [line[0], line])).values()];
  return {
    id: "symbols",
    title: "Symbols",
    paragraphs: ["The paper's signs, and the words that stand for them."],
    figures: [],
    tables: [{ id: "symbols-table", caption: "What the symbols mean.", grid: toGrid(COLUMNS, lines) }],
    downloads: [],
  };
}

type Line = readonly [symbol: string, meaning: string, unit: string];

const COLUMNS: readonly Column<Line>[] = [
  { name: "symbol", heading: "Symbol", value: ([symbol]) => symbol },
  { name: "meaning", heading: "Meaning", value: ([, meaning]) => meaning },
  { name: "unit", heading: "Unit", value: ([, , unit]) => unit },
];

/** One letter, with or without an index, or Greek by its name. */
const SIGN = /^([A-Za-z](_\w+)?|rho)$/;

const RESULTS: readonly Line[] = [
  [
    "R",
    "reliability coefficient: the share of a full verification that a trade still needs, 0 to 1; below 1 it takes the fast lane",
    "",
  ],
  ["M_i", "energy of the i-th trade", "kWh"],
  ["Q", "energy of an agreement", "kWh"],
  ["T_sum", "time of a trade: T_r + T_{n+1}", "s"],
  ["T", "handling of the trade: t a kWh, and r of that beyond", "s"],
  ["T_c", "full verification by all authorities", "s"],
  ["T_r", "T + T_r1 + T_r2 + T_r3", "s"],
  ["T_r1", "verification: T_c R", "s"],
  ["T_r2", "sending the block to all nodes", "s"],
  ["T_r3", "the nodes' check of the block", "s"],
  ["T_{n+1}", "sending the block on to the n + 1 neighbours", "s"],
  ["P_xi", "chance that an attacker rewrites a trade on a proof-of-work chain", ""],
  ["q", "the attacker's share of the computing power", ""],
  ["z, z'", "blocks after the trade on the traditional chain, and on the improved one in the same time", ""],
  ["s", "how many times faster the improved model is: T_sum traditional : improved", ""],
  ["gas", "what a chain charges for computation and storage", "gas"],
];
