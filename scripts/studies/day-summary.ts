import { AgreementStatus, Outcome, Reason, nameOf } from "../../src/model/terms.js";
import type { DayResult } from "../simulation/trading-day.js";

/** One line of a day's summary: a measure on both markets. Energy in Wh, money in base units. */
export interface SummaryLine {
  readonly measure: string;
  readonly unit: string;
  readonly improved: bigint | number;
  readonly traditional: bigint | number;
}

/** Both markets on the same day. */
export interface DayPair {
  /** The day of consumption, such as `2013-06-15`, with its number where there are several. */
  readonly label: string;
  readonly improved: DayResult;
  readonly traditional: DayResult;
}

type Measure = (result: DayResult) => bigint | number;

/** What a day came to, measure by measure. */
export function summaryOf({ improved, traditional }: DayPair): SummaryLine[] {
  return MEASURES.map(([measure, unit, value]) => ({
    measure,
    unit,
    improved: value(improved),
    traditional: value(traditional),
  }));
}

/** Agreements that were signed: settled ones are, too. */
export function signedCount(result: DayResult): number {
  return result.trades.filter(({ status }) => status === AgreementStatus.Signed || status === AgreementStatus.Settled)
    .length;
}

/** The share of agreements that were spared full verification, 0 to 1; 0 when there are none. */
export function fastLaneShare({ trades }: DayResult): number {
  return trades.length === 0 ? 0 : trades.filter(({ fastLane }) => fastLane).length / trades.length;
}

/** Gas of all transactions that are trading, set-up aside. */
export function tradingGas(result: DayResult): bigint {
  return TRADING_STEPS.reduce((sum, step) => sum + (result.steps.get(step)?.gas ?? 0n), 0n);
}

/** Wh that were agreed on, signed. */
export function agreedWh({ intervals }: DayResult): bigint {
  return intervals.reduce((sum, { fastLaneWh, verifiedWh }) => sum + fastLaneWh + verifiedWh, 0n);
}

/** The steps of trading, in their order; all others are set-up. */
export const TRADING_STEPS = ["declare", "accept", "verify", "refuse", "settle"];

const OUTCOMES: Readonly<Record<string, string>> = {
  InBand: "in band",
  Excess: "excess",
  Shortfall: "shortfall",
  Unmetered: "unmetered",
};

const VOID_REASONS: ReadonlySet<bigint> = new Set([Reason.MarginMissing, Reason.FeeMissing, Reason.DebtUnpaid]);

const transactions: Measure = ({ steps }) =>
  TRADING_STEPS.reduce((sum, step) => sum + (steps.get(step)?.transactions ?? 0), 0);

const MEASURES: readonly [string, string, Measure][] = [
  ["Agreements", "", ({ trades }) => trades.length],
  ["On the fast lane", "", ({ trades }) => trades.filter(({ fastLane }) => fastLane).length],
  ["Fully verified", "", ({ trades }) => trades.filter(({ fastLane }) => !fastLane).length],
  ["Fast-lane share", "%", (result) => 100 * fastLaneShare(result)],
  ["Signed", "", signedCount],
  ...reasonMeasures(),
  [
    "Energy wanted (forecast)",
    "Wh",
    ({ intervals }) => intervals.reduce((sum, { forecastWh }) => sum + forecastWh, 0n),
  ],
  ["Energy agreed on", "Wh", agreedWh],
  ["Energy a frozen account kept from being traded", "Wh", ({ refusedWh }) => refusedWh.get("AccountFrozen") ?? 0n],
  ["Energy a suspended account could not trade", "Wh", ({ refusedWh }) => refusedWh.get("Suspended") ?? 0n],
  ...Object.entries(Outcome).map(([name, outcome]): [string, string, Measure] => [
    `Settled: ${OUTCOMES[name] ?? name}`,
    "",
    ({ settlements }) => settlements.filter((settled) => settled.outcome === outcome).length,
  ]),
  ["Paid to sellers", "base units", ({ settlements }) => settlements.reduce((sum, { paid }) => sum + paid, 0n)],
  ["Debts", "", ({ settlements }) => settlements.filter(({ debt }) => debt > 0n).length],
  ["Owed", "base units", ({ settlements }) => settlements.reduce((sum, { debt }) => sum + debt, 0n)],
  ["Fees", "base units", ({ balance }) => balance.fees],
  ["Transactions of trading", "", transactions],
  ["Blocks", "", ({ blocks }) => blocks],
  ["Gas of trading", "gas", tradingGas],
];

function reasonMeasures(): [string, string, Measure][] {
  return Object.values(Reason)
    .filter((reason) => reason !== Reason.None)
    .map((reason) => {
      const fate = VOID_REASONS.has(reason) ? "Void" : "Terminated";
      const count: Measure = ({ trades }) => trades.filter((trade) => trade.reason === reason).length;
      return [`${fate}: ${nameOf(Reason, reason)}`, "", count];
    });
}
