import { AgreementStatus, Outcome, Reason } from "../../src/model/terms.js";
import type { Column } from "../../src/report/column.js";
import type { Table1Day } from "../simulation/table1.js";

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
export function table1Rows(days: readonly Table1Day[]): Table1Line[] {
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
export function table1Total(rows: readonly Table1Line[]): Table1Line {
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

/** Agreements that ended void, whatever was missing. */
export function voidIn({ marginMissing, feeMissing, debtUnpaid }: Table1Line): number {
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
export const TABLE1_CSV: readonly Column<Table1Line>[] = [
  DAY,
  ...COUNTS,
  { name: "success_rate", heading: "Success rate", value: ({ successRate }) => successRate },
  ...OUTCOMES,
];

/** For people: the rate in per cent. */
export const TABLE1_TEXT: readonly Column<Table1Line>[] = [
  DAY,
  ...COUNTS,
  { name: "success_rate", heading: "Success [%]", value: ({ successRate }) => 100 * successRate, decimals: 2 },
  ...OUTCOMES,
];
