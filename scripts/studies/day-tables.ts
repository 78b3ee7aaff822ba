import { AgreementStatus, nameOf, Outcome, partiesOf, Reason } from "../../src/model/terms.js";
import { kWh, tokens } from "../../src/report/amounts.js";
import { formatCell, type Column } from "../../src/report/column.js";
import type { SettledTrade } from "../simulation/settlement.js";
import type { SimulatedTrade } from "../simulation/trade.js";
import type { DayResult } from "../simulation/trading-day.js";
import { CHAIN_STEPS } from "./result.js";

/** One line of a day's summary: a measure on both markets. Energy in Wh, money in base units. */
interface SummaryLine {
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

/** Only in short intervals, or with many small offers. */
const TOO_LATE_MEASURE = "Energy not traded before the gate closed";

type Measure = (result: DayResult) => bigint | number;

/** What a day came to, measure by measure. */
export function daySummary({ improved, traditional }: DayPair): SummaryLine[] {
  const lines = MEASURES.map(([measure, unit, value]) => ({
    measure,
    unit,
    improved: value(improved),
    traditional: value(traditional),
  }));
  return lines.filter((line) => line.measure !== TOO_LATE_MEASURE || line.improved > 0n || line.traditional > 0n);
}

/** Agreements that were signed: settled ones are, too. */
function signedCount(result: DayResult): number {
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
function agreedWh({ intervals }: DayResult): bigint {
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
  [TOO_LATE_MEASURE, "Wh", ({ refusedWh }) => refusedWh.get("OfferExpired") ?? 0n],
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

/** A row that belongs to one day on one market. */
interface Of<Row> {
  readonly day: string;
  readonly market: string;
  readonly row: Row;
}

/** The rows of both markets of a day, each with day and market. */
export function rowsOf<Row>(pair: DayPair, rows: (result: DayResult) => Iterable<Row>): Of<Row>[] {
  return [pair.improved, pair.traditional].flatMap((result) =>
    [...rows(result)].map((row) => ({ day: pair.label, market: result.kind, row })),
  );
}

function columnsOf<Row>(columns: readonly Column<Row>[]): Column<Of<Row>>[] {
  return [
    { name: "day", heading: "Day", value: ({ day }) => day },
    { name: "market", heading: "Market", value: ({ market }) => market },
    ...columns.map(({ value, ...column }) => ({ ...column, value: ({ row }: Of<Row>) => value(row) })),
  ];
}

export const SUMMARY_COLUMNS: readonly Column<SummaryLine>[] = [
  { name: "measure", heading: "Measure", value: ({ measure }) => measure },
  { name: "unit", heading: "Unit", value: ({ unit }) => unit },
  { name: "improved", heading: "Improved", value: ({ improved }) => improved, decimals: 0 },
  { name: "traditional", heading: "Traditional", value: ({ traditional }) => traditional, decimals: 0 },
];

/** {@link SUMMARY_COLUMNS} for people: energy in kWh, money in tokens. */
export const READABLE_COLUMNS: readonly Column<SummaryLine>[] = [
  { name: "measure", heading: "Measure", value: ({ measure }) => measure },
  { name: "unit", heading: "Unit", value: ({ unit }) => READABLE[unit]?.unit ?? unit },
  ...(["improved", "traditional"] as const).map((market) => ({
    name: market,
    heading: market === "improved" ? "Improved" : "Traditional",
    value: ({ unit, [market]: value }: SummaryLine) =>
      typeof value === "bigint" ? (READABLE[unit]?.text(value) ?? formatCell(value)) : formatCell(value, 0),
    numeric: true,
  })),
];

const READABLE: Readonly<Record<string, { readonly unit: string; readonly text: (value: bigint) => string }>> = {
  Wh: { unit: "kWh", text: kWh },
  "base units": { unit: "tokens", text: tokens },
};

export const STEP_COLUMNS = columnsOf(CHAIN_STEPS);

export const INTERVAL_COLUMNS = columnsOf<DayResult["intervals"][number]>([
  { name: "interval", heading: "Interval", value: ({ interval }) => interval },
  { name: "forecast_wh", heading: "Forecast [Wh]", value: ({ forecastWh }) => forecastWh },
  { name: "fast_lane_wh", heading: "Fast lane [Wh]", value: ({ fastLaneWh }) => fastLaneWh },
  { name: "verified_wh", heading: "Fully verified [Wh]", value: ({ verifiedWh }) => verifiedWh },
  { name: "agreements", heading: "Agreements", value: ({ trades }) => trades },
]);

export const PARTICIPANT_COLUMNS = columnsOf<DayResult["participants"][number]>([
  { name: "participant", heading: "Participant", value: ({ name }) => name },
  { name: "role", heading: "Role", value: ({ role }) => role },
  { name: "agreements", heading: "Agreements", value: ({ trades }) => trades },
  { name: "agreed_wh", heading: "Agreed [Wh]", value: ({ agreedWh }) => agreedWh },
  { name: "metered_wh", heading: "Metered [Wh]", value: ({ meteredWh }) => meteredWh },
  { name: "deposit_base_units", heading: "Deposit", value: ({ deposit }) => deposit },
  { name: "paid_base_units", heading: "Paid", value: ({ paid }) => paid },
  { name: "received_base_units", heading: "Received", value: ({ received }) => received },
  { name: "fees_base_units", heading: "Fees", value: ({ fees }) => fees },
  { name: "debt_base_units", heading: "Debt", value: ({ debt }) => debt },
  { name: "free_base_units", heading: "Free at the end", value: ({ free }) => free },
]);

/** An agreement and, where it came to that, its settlement. */
interface AgreementRow {
  readonly trade: SimulatedTrade;
  readonly settled: SettledTrade | undefined;
}

export function agreementRows({ trades, settlements }: DayResult): AgreementRow[] {
  const settledBy = new Map(settlements.map((settled) => [settled.trade, settled]));
  return trades.map((trade) => ({ trade, settled: settledBy.get(trade) }));
}

export const AGREEMENT_COLUMNS = columnsOf<AgreementRow>([
  { name: "agreement", heading: "Agreement", value: ({ trade }) => trade.id },
  { name: "buyer", heading: "Buyer", value: ({ trade }) => partiesOf(trade.agreement).buyer },
  { name: "seller", heading: "Seller", value: ({ trade }) => partiesOf(trade.agreement).seller },
  {
    name: "delivery_start_unix_s",
    heading: "Delivery from [s]",
    value: ({ trade }) => trade.agreement.offer.deliveryStart,
  },
  { name: "agreed_wh", heading: "Agreed [Wh]", value: ({ trade }) => trade.agreement.energyWh },
  {
    name: "price_base_units_per_mwh",
    heading: "Price [base units/MWh]",
    value: ({ trade }) => trade.agreement.offer.pricePerMWh,
  },
  { name: "fast_lane", heading: "Fast lane", value: ({ trade }) => trade.fastLane },
  { name: "status", heading: "Status", value: ({ trade }) => nameOf(AgreementStatus, trade.status) },
  { name: "reason", heading: "Reason", value: ({ trade }) => nameOf(Reason, trade.reason) },
  { name: "metered_wh", heading: "Metered [Wh]", value: ({ settled }) => settled?.energyWh ?? null },
  {
    name: "outcome",
    heading: "Outcome",
    value: ({ settled }) => (settled === undefined ? null : nameOf(Outcome, settled.outcome)),
  },
  { name: "paid_base_units", heading: "Paid", value: ({ settled }) => settled?.paid ?? null },
  { name: "debt_base_units", heading: "Debt", value: ({ settled }) => settled?.debt ?? null },
]);
