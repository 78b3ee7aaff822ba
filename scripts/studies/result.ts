import type { MarketKind } from "../../src/market/market-kind.js";
import type { Parameter } from "../../src/model/parameter.js";
import { tokens } from "../../src/report/amounts.js";
import { toGrid, type Column, type Grid } from "../../src/report/column.js";
import { toCsv } from "../../src/report/csv.js";
import { toJson } from "../../src/report/json.js";
import type { ReportFact, PageFigure } from "../../src/report/page/page.js";
import { toTextTable } from "../../src/report/table.js";
import type { BalanceCheck } from "../simulation/balance-check.js";
import type { StepTotals } from "../simulation/block-sender.js";
import type { StudyResult } from "./study.js";

/** What a study found out, before it is laid out. */
interface Findings {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** One paragraph with the numbers of this run: on the page the second paragraph, in the terminal the last. */
  readonly answer: string;
  readonly figures: readonly StudyFigure[];
  readonly tables: readonly StudyTable[];
  readonly json: object;
  readonly plain?: string;
  readonly summary: readonly ReportFact[];
}

/** Findings as text, files and a section of the page. */
export function studyResult(findings: Findings): StudyResult {
  const { id, title, answer, figures, tables, json, plain, summary } = findings;
  const [first = "", ...others] = findings.paragraphs;
  const inFolder = (name: string) => `${id}/${name}`;
  return {
    text: `${tables.map(({ text }) => `${text}\n`).join("")}${answer}\n`,
    files: {
      ...Object.fromEntries(tables.map(({ name, csv }) => [inFolder(`${name}.csv`), csv])),
      ...Object.fromEntries(figures.map(({ name, svg }) => [inFolder(`${name}.svg`), svg])),
      [inFolder(`${id}.json`)]: toJson(json),
    },
    json,
    ...(plain !== undefined && { plain }),
    summary,
    section: {
      id,
      title,
      paragraphs: [first, answer, ...others],
      figures: figures.map(({ name, ...figure }) => ({
        ...figure,
        downloads: [{ path: inFolder(`${name}.svg`), label: "SVG" }],
      })),
      tables: tables.map(({ name, caption, grid }) => ({
        id: `${id}-${name}`,
        caption,
        grid,
        downloads: [{ path: inFolder(`${name}.csv`), label: "CSV" }],
      })),
      downloads: [{ path: inFolder(`${id}.json`), label: "All of it (JSON)" }],
    },
  };
}

/** A table of a study, laid out for its three readers. */
interface StudyTable {
  /** Of its CSV, in the study's folder. */
  readonly name: string;
  readonly caption: string;
  readonly csv: string;
  readonly grid: Grid;
  readonly text: string;
}

/**
 * Lays out rows for CSV (all columns, all rows), for the page and for the terminal, both of which may show less.
 *
 * @example studyTable({ name: "fig9", caption: "Cumulative verification time.", rows, columns: COLUMNS })
 */
export function studyTable<Row>(table: {
  readonly name: string;
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly shown?: readonly Row[];
  readonly pageColumns?: readonly Column<Row>[];
  readonly textColumns?: readonly Column<Row>[];
}): StudyTable {
  const { name, caption, rows, columns, shown = rows, pageColumns = columns, textColumns = pageColumns } = table;
  return {
    name,
    caption,
    csv: toCsv(columns, rows),
    grid: toGrid(pageColumns, shown),
    text: toTextTable(textColumns, shown),
  };
}

/** A figure of a study; `name` is that of its SVG, in the study's folder. */
interface StudyFigure extends Omit<PageFigure, "downloads"> {
  readonly name: string;
}

type Described = Pick<Parameter, "symbol" | "unit" | "source"> & { readonly value: number | undefined };

const BASE_UNITS = "base units";
const BASE_UNITS_A_TOKEN = 1_000_000;

/**
 * Parameters as a caption names them, money in tokens. A value that is not the default is somebody's choice, whatever
 * the default's source.
 *
 * @example parameterFacts({ nodes: NODES }, { nodes: 1000 }) // [{ label: "n", value: "1,000" }]
 */
export function parameterFacts<Name extends string>(
  table: Readonly<Record<Name, Described>>,
  values: Readonly<Record<Name, number | undefined>>,
  names = Object.keys(table) as Name[],
): ReportFact[] {
  return names.flatMap((name) => {
    const { symbol, unit, value, source } = table[name];
    const chosen = values[name];
    if (chosen === undefined) return [];
    const mark = chosen === value || value === undefined ? source : "assumed";
    const isMoney = unit.startsWith(BASE_UNITS);
    const readable = isMoney ? chosen / BASE_UNITS_A_TOKEN : chosen;
    return {
      label: symbol,
      value: readable.toLocaleString("en-US", { maximumFractionDigits: 9 }),
      ...(unit !== "" && { unit: isMoney ? unit.replace(BASE_UNITS, "tokens") : unit }),
      ...(mark !== "paper" && { mark }),
    };
  });
}

/**
 * A probability in percent, four digits of it, without the unit; a power of ten where it is too small to read
 * otherwise.
 *
 * @example percentText(0.156448) // "15.64"
 */
export function percentText(probability: number): string {
  const percent = 100 * probability;
  if (percent === 0 || percent >= 0.001) return String(Number(percent.toPrecision(4)));
  return percent.toExponential(2);
}

/** Transactions and gas of each step. */
export const CHAIN_STEPS: readonly Column<readonly [string, StepTotals]>[] = [
  { name: "step", heading: "Step", value: ([step]) => step },
  { name: "transactions", heading: "Transactions", value: ([, { transactions }]) => transactions },
  { name: "gas", heading: "Gas", value: ([, { gas }]) => gas },
  {
    name: "gas_per_transaction",
    heading: "Gas each",
    value: ([, { gas, transactions }]) => Number(gas) / transactions,
    decimals: 0,
  },
];

/** A market's balance check in one line. */
export function balanceText(
  kind: MarketKind,
  { free, margins, fees, held, tokens: owned, balanced }: BalanceCheck,
): string {
  const sum = `${tokens(free)} free + ${tokens(margins)} margins + ${tokens(fees)} fees`;
  const result = balanced ? "every base unit is accounted for" : "DOES NOT BALANCE";
  return `Balance of the ${kind} market: ${result}: ${sum} = ${tokens(held)} held = ${tokens(owned)} in the market's account, in tokens\n`;
}
