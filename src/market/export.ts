import { isoInstant } from "../data/timestamp.js";
import { costDown } from "../model/settlement.js";
import { Reason } from "../model/terms.js";
import type { Cell, Column } from "../report/column.js";
import { toCsv } from "../report/csv.js";
import type { MarketLog } from "./follow/chain-step.js";
import { historyEntries, type HistoryEntry } from "./history.js";
import { MarketLedger } from "./ledger/market-ledger.js";
import {
  type AgreementRecord,
  type OfferRecord,
  type EventPlace,
  type SettlementRecord,
  deadlineOf,
} from "./ledger/records.js";
import { laneWord, offerWord, outcomeWord, reasonWord, sideWord, statusWord } from "./words.js";

export const TABLES = ["events", "offers", "agreements", "settlements", "debts"] as const;
type TableName = (typeof TABLES)[number];

interface CsvTable {
  readonly rows: number;
  readonly csv: string;
}

/**
 * A market's events, and the offers, agreements, settlements and debts that they add up to, as CSV. The columns are
 * described in docs/market.md: energy in Wh, money in base units, prices in base units per MWh, times in ISO 8601 UTC.
 *
 * @param logs - all of the market's, in the chain's order
 * @param now - time of the chain's last block, Unix s: it decides which offers are open
 * @param verificationWindow - the market's, s
 */
export function exportOf(
  logs: Iterable<MarketLog>,
  { now, verificationWindow }: { readonly now: bigint; readonly verificationWindow: bigint },
): Readonly<Record<TableName, CsvTable>> {
  const ledger = new MarketLedger();
  const entries = [...historyEntries(logs, ledger)];
  const agreements = ledger.agreements();
  const settled = agreements.filter((agreement): agreement is Settled => agreement.settlement !== undefined);
  const indebted = settled.filter(({ settlement }) => settlement.debt > 0n);
  return {
    events: table(EVENT_COLUMNS, entries),
    offers: table(offerColumns(now), ledger.offers()),
    agreements: table(agreementColumns(verificationWindow), agreements),
    settlements: table(SETTLEMENT_COLUMNS, settled),
    debts: table(DEBT_COLUMNS, indebted),
  };
}

type Settled = AgreementRecord & { readonly settlement: SettlementRecord };

function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): CsvTable {
  return { rows: rows.length, csv: toCsv(columns, rows) };
}

const EVENT_COLUMNS: readonly Column<HistoryEntry>[] = [
  column("block", ({ block }) => block),
  column("log_index", ({ logIndex }) => logIndex),
  column("time", ({ time }) => iso(time)),
  column("transaction", ({ transaction }) => transaction),
  column("event", ({ event }) => event),
  column("agreement", ({ agreement }) => agreement ?? null),
  column("offer", ({ offer }) => offer ?? null),
  column("args", ({ args }) => JSON.stringify(args, digits)),
];

function offerColumns(now: bigint): Column<OfferRecord>[] {
  return [
    column("offer", ({ id }) => id),
    column("declared", ({ declared }) => when(declared)),
    column("declared_block", ({ declared }) => declared.block),
    column("declarer", ({ terms }) => terms.declarer),
    column("side", ({ terms }) => sideWord(terms.side)),
    column("energy_wh", ({ terms }) => terms.energyWh),
    column("remaining_wh", ({ remainingWh }) => remainingWh),
    ...termColumns<OfferRecord>(({ terms }) => terms),
    column("expiry", ({ terms }) => iso(terms.expiry)),
    column("number", ({ terms }) => terms.number),
    column("status", (offer) => offerWord(offer, now)),
    column("cancelled", ({ cancelled }) => when(cancelled)),
    column("agreements", ({ fills }) => fills),
  ];
}

function agreementColumns(verificationWindow: bigint): Column<AgreementRecord>[] {
  return [
    column("agreement", ({ id }) => id),
    column("offer", ({ offerId }) => offerId),
    column("accepted", ({ accepted }) => when(accepted)),
    column("accepted_block", ({ accepted }) => accepted.block),
    column("buyer", ({ buyer }) => buyer),
    column("seller", ({ seller }) => seller),
    column("meter", ({ terms }) => terms.meter),
    column("energy_wh", ({ terms }) => terms.energyWh),
    ...termColumns<AgreementRecord>(({ terms }) => terms.offer),
    column("lane", laneWord),
    column("deadline", (agreement) => (agreement.fastLane ? null : iso(deadlineOf(agreement, verificationWindow)))),
    column("status", ({ status }) => statusWord(status)),
    column("reason", ({ reason }) => (reason === Reason.None ? null : reasonWord(reason))),
    column("signed", ({ signed }) => when(signed)),
    column("ended", ({ ended }) => when(ended)),
    column("settled", ({ settlement }) => when(settlement?.place)),
  ];
}

const SETTLEMENT_COLUMNS: readonly Column<Settled>[] = [
  column("agreement", ({ id }) => id),
  column("settled", ({ settlement }) => when(settlement.place)),
  column("settled_block", ({ settlement }) => settlement.place.block),
  column("transaction", ({ settlement }) => settlement.place.transactionHash),
  column("buyer", ({ buyer }) => buyer),
  column("seller", ({ seller }) => seller),
  column("outcome", ({ settlement }) => outcomeWord(settlement.outcome)),
  column("agreed_wh", ({ terms }) => terms.energyWh),
  column("used_wh", ({ settlement }) => settlement.energyWh),
  column("paid_base_units", ({ settlement }) => settlement.paid),
  column("debt_base_units", ({ settlement }) => settlement.debt),
  ...termColumns<Settled>(({ terms }) => terms.offer),
  column("fee_base_units", ({ terms }) => costDown(terms.energyWh, terms.offer.feePerMWh)),
];

const DEBT_COLUMNS: readonly Column<Settled>[] = [
  column("agreement", ({ id }) => id),
  column("since", ({ settlement }) => when(settlement.place)),
  column("debtor", ({ buyer }) => buyer),
  column("creditor", ({ seller }) => seller),
  column("debt_base_units", ({ settlement }) => settlement.debt),
  column("outstanding_base_units", ({ debt }) => debt),
];

/** An offer's prices and times of delivery. */
function termColumns<Row>(termsOf: (row: Row) => OfferRecord["terms"]): Column<Row>[] {
  return [
    column("price_base_units_per_mwh", (row) => termsOf(row).pricePerMWh),
    column("excess_price_base_units_per_mwh", (row) => termsOf(row).excessPricePerMWh),
    column("damages_price_base_units_per_mwh", (row) => termsOf(row).damagesPricePerMWh),
    column("margin_base_units_per_mwh", (row) => termsOf(row).marginPerMWh),
    column("fee_base_units_per_mwh", (row) => termsOf(row).feePerMWh),
    column("delivery_start", (row) => iso(termsOf(row).deliveryStart)),
    column("delivery_end", (row) => iso(termsOf(row).deliveryEnd)),
  ];
}

function column<Row>(name: string, value: (row: Row) => Cell): Column<Row> {
  return { name, heading: name, value };
}

function when(place: EventPlace | undefined): string | null {
  return place === undefined ? null : iso(place.timestamp);
}

function iso(seconds: bigint): string {
  return isoInstant(Number(seconds));
}

/** A bigint in JSON as its decimal digits. */
function digits(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
