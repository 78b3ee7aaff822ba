import type { TradingDay } from "../../src/data/joined-day.js";
import { toGrid } from "../../src/report/column.js";
import { toCsv } from "../../src/report/csv.js";
import { dayEnergy } from "../../src/report/figures/day-energy.js";
import { dayGas } from "../../src/report/figures/day-gas.js";
import { toJson } from "../../src/report/json.js";
import type { ReportFact, ReportSection } from "../../src/report/page/page.js";
import { toTextTable } from "../../src/report/table.js";
import { playTradingDay, type DayResult } from "../simulation/trading-day.js";
import {
  TRADING_STEPS,
  fastLaneShare,
  daySummary,
  tradingGas,
  type DayPair,
  AGREEMENT_COLUMNS,
  INTERVAL_COLUMNS,
  PARTICIPANT_COLUMNS,
  READABLE_COLUMNS,
  STEP_COLUMNS,
  SUMMARY_COLUMNS,
  agreementRows,
  rowsOf,
} from "./day-tables.js";
import { chosenDays, type PlayableDay } from "./day-input.js";
import { balanceText } from "./result.js";
import { marketOf, type Settings } from "./settings/settings.js";
import type { Study, StudyContext, StudyResult } from "./study.js";

/** A day of trading on both markets, from files of meters and prices. */
export const dayStudy: Study = {
  id: "day",
  title: "A day of trading",
  check: (settings) => void chosenDays(settings),
  run: async (context) => {
    const parts: DayPart[] = [];
    const days = chosenDays(context.settings);
    for (const [i, playable] of days.entries()) {
      const { day } = playable;
      // A file with one day can be played at the prices of many: its date alone would not tell them apart.
      const label = days.length === 1 ? day.days.consumption : `${day.days.consumption}-${String(i + 1)}`;
      parts.push(partOf(await playBoth(label, playable, context)));
    }
    return resultOf(parts, context.settings);
  },
};

async function playBoth(
  label: string,
  { day, rules, notes }: PlayableDay,
  { openChain, settings, progress }: StudyContext,
): Promise<DayPair & PlayableDay> {
  const { seed } = settings;
  const done = { improved: 0, traditional: 0 };
  const onProgress = (market: keyof typeof done, intervals: number) => {
    done[market] = intervals;
    const of = (kind: keyof typeof done) => `${kind} ${String(done[kind])}/${String(day.intervals)}`;
    progress(`${label}: intervals traded: ${of("improved")}, ${of("traditional")}`);
  };
  const { authorities } = settings.market;
  const options = { day, rules, parameters: marketOf(settings), authorities, seed, onProgress };
  const [improved, traditional] = await Promise.all([
    playTradingDay(openChain, "improved", options),
    playTradingDay(openChain, "traditional", options),
  ]);
  return { label, improved, traditional, day, rules, notes };
}

/** What is kept of a day once its chains are gone. */
interface DayPart {
  readonly label: string;
  /** What to know about the input, a sentence each. */
  readonly notes: readonly string[];
  readonly text: string;
  readonly files: Record<string, string>;
  readonly json: unknown;
  readonly energyRows: Parameters<typeof dayEnergy>[0];
  readonly gasRows: Parameters<typeof dayGas>[0];
  readonly grid: ReportSection["tables"][number]["grid"];
  readonly plain: string;
  readonly facts: readonly ReportFact[];
}

function partOf(pair: DayPair & PlayableDay): DayPart {
  const { day, improved, traditional, label, notes } = pair;
  const summary = daySummary(pair);
  const steps = rowsOf(pair, (result) => result.steps);
  const participants = rowsOf(pair, (result) => result.participants);
  const intervals = rowsOf(pair, (result) => result.intervals);
  const folder = `day/${label}`;
  const prices = `prices of ${day.days.prices}, sun of ${day.days.generation}`;
  return {
    label,
    notes: notes.map((note) => `${label}: ${note}.`),
    text: [
      `${label} (${prices}): ${String(day.households.length)} households, ${String(day.roofs.length)} solar roofs, 1 supplier\n`,
      ...notes.map((note) => `Note: ${note}.\n`),
      toTextTable(READABLE_COLUMNS, summary),
      toTextTable(STEP_COLUMNS.slice(1), steps),
      balanceText(improved.kind, improved.balance),
      balanceText(traditional.kind, traditional.balance),
    ].join("\n"),
    files: {
      [`${folder}/summary.csv`]: toCsv(SUMMARY_COLUMNS, summary),
      [`${folder}/steps.csv`]: toCsv(STEP_COLUMNS, steps),
      [`${folder}/intervals.csv`]: toCsv(INTERVAL_COLUMNS, intervals),
      [`${folder}/participants.csv`]: toCsv(PARTICIPANT_COLUMNS, participants),
      [`${folder}/agreements.csv`]: toCsv(AGREEMENT_COLUMNS, rowsOf(pair, agreementRows)),
    },
    json: {
      days: day.days,
      ...(notes.length > 0 && { notes }),
      households: day.households.length,
      roofs: day.roofs.length,
      summary,
      steps: steps.map(({ market, row: [step, totals] }) => ({ market, step, ...totals })),
      intervals: intervals.map(({ market, row }) => ({ market, ...row })),
      participants: participants.map(({ market, row }) => ({ market, ...row })),
      books: { improved: improved.balance, traditional: traditional.balance },
    },
    energyRows: [improved, traditional].flatMap((result) => energyRows(result, day)),
    gasRows: [improved, traditional].flatMap(gasRows),
    grid: toGrid(READABLE_COLUMNS, summary),
    plain:
      `On a day of trading among ${String(day.households.length)} households and ${String(day.roofs.length)} solar roofs, ${(100 * fastLaneShare(improved)).toFixed(0)} % of ${improved.trades.length.toLocaleString("en-US")} agreements went through without that check; ` +
      `the traditional market, which checks them all, needed ${(Number(tradingGas(traditional)) / Number(tradingGas(improved))).toFixed(1)} times the gas.`,
    facts: [
      {
        label: "Fast lane on the day of trading",
        value: (100 * fastLaneShare(improved)).toFixed(1),
        unit: "% of agreements",
      },
      {
        label: "Gas of that day, traditional : improved",
        value: (Number(tradingGas(traditional)) / Number(tradingGas(improved))).toFixed(2),
      },
    ],
  };
}

function energyRows({ kind, intervals }: DayResult, { intervalSeconds }: TradingDay) {
  const lengthHours = intervalSeconds / 3600;
  return intervals.flatMap(({ interval, fastLaneWh, verifiedWh }) => {
    const row = { market: kind, hour: interval * lengthHours, lengthHours };
    return [
      { ...row, lane: "fast" as const, energyKwh: Number(fastLaneWh) / 1000 },
      { ...row, lane: "full" as const, energyKwh: Number(verifiedWh) / 1000 },
    ];
  });
}

function gasRows({ kind, steps }: DayResult) {
  return TRADING_STEPS.flatMap((step) => {
    const totals = steps.get(step);
    return totals === undefined
      ? []
      : [{ market: kind, step, gas: Number(totals.gas), transactions: totals.transactions }];
  });
}

function resultOf(parts: readonly DayPart[], settings: Settings): StudyResult {
  const [first] = parts;
  if (first === undefined) throw new RangeError("no day was played");
  const figures: Record<string, string> = {
    "day/energy.svg": dayEnergy(first.energyRows),
    "day/gas.svg": dayGas(first.gasRows),
  };
  const parameters: ReportFact[] = [
    { label: "authorities", value: String(settings.market.authorities), mark: "assumed" },
    { label: "N", value: String(settings.market.capTrades), mark: "assumed" },
    { label: "M", value: settings.market.capEnergyKWh.toLocaleString("en-US"), unit: "kWh" },
  ];
  const caption = (svg: string, text: string) => ({
    svg: figures[svg] ?? "",
    caption: text,
    source: "beyond the paper",
    parameters,
    seeds: [settings.seed],
    downloads: [{ path: svg, label: "SVG" }],
  });
  return {
    text: parts.map(({ text }) => text).join("\n"),
    files: {
      ...Object.fromEntries(parts.flatMap(({ files }) => Object.entries(files))),
      "day/day.json": toJson({ seed: settings.seed, days: parts.map(({ json }) => json) }),
      ...figures,
    },
    json: parts.map(({ json }) => json),
    plain: first.plain,
    summary: first.facts,
    section: {
      id: "day",
      title: dayStudy.title,
      paragraphs: [
        "Every interval, solar roofs declare the surplus that they forecast by persistence, households accept until their forecast is filled, and the supplier sells them the rest. Every act is a transaction from the account that acts, the same on both markets. After the interval the meters sign what was really used, and the agreements settle by the 110 % / 90 % clauses.",
        "In the traditional market a buyer's account is frozen from acceptance to settlement: a buyer who needs a second offer does not get the rest.",
        ...parts.flatMap(({ notes }) => notes),
      ],
      figures: [
        caption("day/energy.svg", `Energy agreed on in each interval of ${first.label}.`),
        caption("day/gas.svg", `Gas of trading on ${first.label}, by step; measured on the chain.`),
      ],
      tables: parts.map(({ label, grid }) => ({
        id: `day-${label}`,
        caption: `${label}, both markets; measured on the chain.`,
        grid,
        downloads: ["summary", "steps", "intervals", "participants", "agreements"].map((name) => ({
          path: `day/${label}/${name}.csv`,
          label: `${name} (CSV)`,
        })),
      })),
      downloads: [{ path: "day/day.json", label: "All of it (JSON)" }],
    },
  };
}
