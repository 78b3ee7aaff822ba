import { AgreementStatus, nameOf, Outcome, partiesOf, Reason } from "../../src/model/terms.js";
import type { Column } from "../../src/report/column.js";
import type { ParticipantDay } from "../simulation/participant-days.js";
import type { SettledTrade } from "../simulation/settlement.js";
import type { SimulatedTrade } from "../simulation/trade.js";
import type { DayResult, IntervalResult } from "../simulation/trading-day.js";
import type { DayPair, SummaryLine } from "./day-summary.js";
import { CHAIN_STEPS } from "./steps.js";

/** A row that belongs to one day on one market. */
export interface Of<Row> {
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

export const STEP_COLUMNS = columnsOf(CHAIN_STEPS);

export const INTERVAL_COLUMNS = columnsOf<IntervalResult>([
  { name: "interval", heading: "Interval", value: ({ interval }) => interval },
  { name: "forecast_wh", heading: "Forecast [Wh]", value: ({ forecastWh }) => forecastWh },
  { name: "fast_lane_wh", heading: "Fast lane [Wh]", value: ({ fastLaneWh }) => fastLaneWh },
  { name: "verified_wh", heading: "Fully verified [Wh]", value: ({ verifiedWh }) => verifiedWh },
  { name: "agreements", heading: "Agreements", value: ({ trades }) => trades },
]);

export const PARTICIPANT_COLUMNS = columnsOf<ParticipantDay>([
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
export interface AgreementRow {
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
