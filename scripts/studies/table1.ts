import { PAPER_SUCCESS_RATE, TABLE1_PARAMETERS, table1Parameters } from "../../src/model/table1-parameters.js";
import { emptyChance } from "../../src/model/table1.js";
import { AgreementStatus, Outcome, Reason } from "../../src/model/terms.js";
import { toGrid, type Column } from "../../src/report/column.js";
import { toCsv } from "../../src/report/csv.js";
import { table1 } from "../../src/report/figures/table1.js";
import { toJson } from "../../src/report/json.js";
import type { ReportFact } from "../../src/report/page/page.js";
import { toTextTable } from "../../src/report/table.js";
import { playTable1 } from "../simulation/table1.js";
import { parameterFacts, balanceText, CHAIN_STEPS } from "./result.js";
import { dayRulesOf, marketOf, SETTING_TABLES, type Settings } from "./settings/settings.js";
import type { Study, StudyContext, StudyResult } from "./study.js";

type Table1Result = Awaited<ReturnType<typeof playTable1>>;

/** Table 1: thousands of users trade on the improved market for five days. */
export const table1Study: Study = {
  id: "table1",
  title: "Table 1: five days of contracts",
  check: ({ table1: values }) => void table1Parameters(values),
  run: async ({ openChain, settings, progress }: StudyContext) => {
    const result = await playTable1(openChain, {
      table1: table1Parameters(settings.table1),
      clauses: dayRulesOf(settings),
      parameters: marketOf(settings),
      authorities: settings.market.authorities,
      seed: settings.seed,
      now: () => performance.now(),
      onProgress: (doing) => {
        progress(`Table 1: ${doing}`);
      },
    });
    return resultOf(result, settings);
  },
};

/** A line of Table 1: the agreements of a day, or of all of them. */
export interface Table1Line {
  /** 1, 2, 3 ..., or "all". */
  readonly day: number | "all";
  readonly agreements: number;
  readonly fastLane: number;
  readonly fullVerifications: number;
  readonly settled: number;
  readonly marginMissing: number;
  readonly feeMissing: number;
  readonly debtUnpaid: number;
  readonly terminated: number;
  /** Settled agreements as a share of all; of all days together, the mean of the days. */
  readonly successRate: number;
  readonly inBand: number;
  readonly excess: number;
  readonly shortfall: number;
}

/** One line a day, counted from the market's events. */
function rowsOf(days: readonly Table1Result["days"][number][]): Table1Line[] {
  return days.map(({ trades, settlements }, i) => {
    const voidFor = (reason: bigint) =>
      trades.filter((trade) => trade.status === AgreementStatus.Void && trade.reason === reason).length;
    const settledAs = (outcome: bigint) => settlements.filter((settled) => settled.outcome === outcome).length;
    const fastLane = trades.filter((trade) => trade.fastLane).length;
    return {
      day: i + 1,
      agreements: trades.length,
      fastLane,
      fullVerifications: trades.length - fastLane,
      settled: settlements.length,
      marginMissing: voidFor(Reason.MarginMissing),
      feeMissing: voidFor(Reason.FeeMissing),
      debtUnpaid: voidFor(Reason.DebtUnpaid),
      terminated: trades.filter(({ status }) => status === AgreementStatus.Terminated).length,
      successRate: settlements.length / trades.length,
      inBand: settledAs(Outcome.InBand),
      excess: settledAs(Outcome.Excess),
      shortfall: settledAs(Outcome.Shortfall),
    };
  });
}

/** The last line of the table: sums, and the mean of the days' rates as the paper has it. */
function totalOf(rows: readonly Table1Line[]): Table1Line {
  const sum = (value: (row: Table1Line) => number) => rows.reduce((total, row) => total + value(row), 0);
  return {
    day: "all",
    agreements: sum(({ agreements }) => agreements),
    fastLane: sum(({ fastLane }) => fastLane),
    fullVerifications: sum(({ fullVerifications }) => fullVerifications),
    settled: sum(({ settled }) => settled),
    marginMissing: sum(({ marginMissing }) => marginMissing),
    feeMissing: sum(({ feeMissing }) => feeMissing),
    debtUnpaid: sum(({ debtUnpaid }) => debtUnpaid),
    terminated: sum(({ terminated }) => terminated),
    successRate: sum(({ successRate }) => successRate) / rows.length,
    inBand: sum(({ inBand }) => inBand),
    excess: sum(({ excess }) => excess),
    shortfall: sum(({ shortfall }) => shortfall),
  };
}

/** Agreements that ended void, for any reason. */
function voidIn({ marginMissing, feeMissing, debtUnpaid }: Table1Line): number {
  return marginMissing + feeMissing + debtUnpaid;
}

const COUNTS: readonly Column<Table1Line>[] = [
  { name: "agreements", heading: "Agreements", value: ({ agreements }) => agreements },
  { name: "settled", heading: "Settled", value: ({ settled }) => settled },
  { name: "void_margin_missing", heading: "Void: margin", value: ({ marginMissing }) => marginMissing },
  { name: "void_fee_missing", heading: "Void: fee", value: ({ feeMissing }) => feeMissing },
  { name: "void_debt_unpaid", heading: "Void: debt", value: ({ debtUnpaid }) => debtUnpaid },
  { name: "terminated", heading: "Terminated", value: ({ terminated }) => terminated },
];

const OUTCOMES: readonly Column<Table1Line>[] = [
  { name: "in_band", heading: "In band", value: ({ inBand }) => inBand },
  { name: "excess", heading: "Excess", value: ({ excess }) => excess },
  { name: "shortfall", heading: "Shortfall", value: ({ shortfall }) => shortfall },
  { name: "fast_lane", heading: "Fast lane", value: ({ fastLane }) => fastLane },
  { name: "full_verifications", heading: "Full verifications", value: ({ fullVerifications }) => fullVerifications },
];

const DAY: Column<Table1Line> = { name: "day", heading: "Day", value: ({ day }) => String(day), numeric: true };

/** For machines: the rate as a share. */
const CSV_COLUMNS: readonly Column<Table1Line>[] = [
  DAY,
  ...COUNTS,
  { name: "success_rate", heading: "Success rate", value: ({ successRate }) => successRate },
  ...OUTCOMES,
];

/** For people: the rate in per cent. */
const TEXT_COLUMNS: readonly Column<Table1Line>[] = [
  DAY,
  ...COUNTS,
  { name: "success_rate", heading: "Success [%]", value: ({ successRate }) => 100 * successRate, decimals: 2 },
  ...OUTCOMES,
];

function resultOf({ days, steps, blocks, balance: books, speed }: Table1Result, settings: Settings): StudyResult {
  const rows = rowsOf(days);
  const total = totalOf(rows);
  const svg = table1({
    days: rows.map(({ successRate }, i) => ({ day: i + 1, successRate })),
    meanRate: total.successRate,
    paperRate: PAPER_SUCCESS_RATE,
  });
  const lines = [...rows, total];
  const answer = answerOf(total, settings);
  const stepTotals = [...steps].map(([step, totals]) => ({ step, ...totals }));
  return {
    text: `${toTextTable(TEXT_COLUMNS, lines)}\n${answer}\n\n${toTextTable(CHAIN_STEPS, [...steps])}\n${balanceText("improved", books)}\n${speedText(speed)}\n`,
    files: {
      "table1/table1.csv": toCsv(CSV_COLUMNS, lines),
      "table1/steps.csv": toCsv(CHAIN_STEPS, [...steps]),
      "table1/table1.json": toJson({
        seed: settings.seed,
        settings: settings.table1,
        days: rows,
        total,
        paperSuccessRate: PAPER_SUCCESS_RATE,
        steps: stepTotals,
        blocks,
        books,
      }),
      "table1/table1.svg": svg,
    },
    json: { days: rows, total, paperSuccessRate: PAPER_SUCCESS_RATE, steps: stepTotals, blocks, books },
    summary: [
      {
        label: "Mean success rate of contracts (paper: 99.51 %)",
        value: percent(total.successRate),
        unit: "%",
        mark: "calibrated",
      },
    ],
    section: {
      id: "table1",
      title: table1Study.title,
      paragraphs: [
        "Every day some users sell the next day's energy and others buy it; after the delivery the buyers' meters sign what was used, and the agreements settle by the 110 % / 90 % clauses. Every act is a transaction from the account that acts, on one improved market. Some users have emptied their accounts on a day: then a buyer has no margin or a seller no fee, and the contract voids the agreement.",
        answer,
        "Money is enough for all that can be drawn, so that only emptied accounts are short of it. What the table shows of the market is therefore not its rate but that the contract, by its own rule, ends exactly those agreements and executes all others.",
      ],
      figures: [
        {
          svg,
          caption: `Share of each day's agreements that were executed. The chance of an empty account is calibrated, so that ${percent(settings.table1.voidShare)} % of the agreements are to be expected void; what varies from day to day is chance.`,
          source: "Table 1 of the paper, of which it gives the mean alone",
          parameters: factsOf(settings),
          seeds: [settings.seed],
          downloads: [{ path: "table1/table1.svg", label: "SVG" }],
        },
      ],
      tables: [
        {
          id: "table1-days",
          caption: "Agreements by the day they were made, counted from the market's events; measured on the chain.",
          grid: toGrid(TEXT_COLUMNS, lines),
          downloads: [{ path: "table1/table1.csv", label: "CSV" }],
        },
        {
          id: "table1-steps",
          caption: `Transactions and gas by step, in ${blocks.toLocaleString("en-US")} blocks.`,
          grid: toGrid(CHAIN_STEPS, [...steps]),
          downloads: [{ path: "table1/steps.csv", label: "CSV" }],
        },
      ],
      downloads: [{ path: "table1/table1.json", label: "All of it (JSON)" }],
    },
    timings: timingsOf(speed),
  };
}

function answerOf(total: Table1Line, { table1: { voidShare } }: Settings): string {
  const chance = percent(emptyChance(voidShare), 4);
  return (
    `${percent(total.successRate)} % of the agreements were executed, in the mean of the days; the paper has ${percent(PAPER_SUCCESS_RATE)} %. ` +
    `${String(voidIn(total))} were void. That is a calibration: an account is empty with a chance of ${chance} % a day, ` +
    `chosen so that ${percent(voidShare)} % are to be expected void. ` +
    `${total.fullVerifications.toLocaleString("en-US")} of ${total.agreements.toLocaleString("en-US")} needed full verification.`
  );
}

function factsOf(settings: Settings): ReportFact[] {
  return [
    ...parameterFacts(TABLE1_PARAMETERS, settings.table1),
    ...parameterFacts(SETTING_TABLES.market, settings.market, ["capTrades", "capEnergyKWh", "authorities"]),
  ];
}

function timingsOf({ transactions, seconds, ceilingSeconds }: Table1Result["speed"]) {
  return {
    transactions,
    transactionsPerSecond: transactions / seconds,
    ceilingTransactionsPerSecond: transactions / ceilingSeconds,
    shareOfCeiling: ceilingSeconds / seconds,
    peakMemoryMB: process.resourceUsage().maxRSS / 1000,
  };
}

function speedText(speed: Table1Result["speed"]): string {
  const { transactions, transactionsPerSecond, ceilingTransactionsPerSecond, shareOfCeiling } = timingsOf(speed);
  const whole = (value: number) => Math.round(value).toLocaleString("en-US");
  return (
    `Measured on this machine: ${whole(transactions)} transactions, ${whole(transactionsPerSecond)} a second; the chain's own ceiling, ` +
    `the same blocks with nothing around them, is ${whole(ceilingTransactionsPerSecond)} a second: ${percent(shareOfCeiling, 0)} % of it.`
  );
}

function percent(share: number, decimals = 2): string {
  return (100 * share).toFixed(decimals);
}
