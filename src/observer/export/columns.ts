import type { AgreementRecord, OfferRecord, Place, SettlementRecord } from "../../market/ledger/records.js";
import { AgreementStatus, nameOf, OfferStatus, Outcome, Reason, Side } from "../../model/terms.js";
import type { Cell, Column } from "../../report/column.js";
import { deadlineOf } from "../../market/deadline.js";
import type { Happening } from "../happening.js";

/** An agreement that was settled. */
export type Settled = AgreementRecord & { readonly settlement: SettlementRecord };

/** @param encode - an event's arguments as JSON */
export function eventColumns(encode: (name: string, args: Happening["args"]) => string): Column<Happening>[] {
  return [
    column("block", ({ block }) => block),
    column("log_index", ({ logIndex }) => logIndex),
    column("time", ({ timestamp }) => iso(timestamp)),
    column("transaction", ({ transactionHash }) => transactionHash),
    column("event", ({ event }) => event),
    column("agreement", ({ agreement }) => agreement ?? null),
    column("offer", ({ offer }) => offer ?? null),
    column("args", ({ event, args }) => encode(event, args)),
  ];
}

export const OFFER_COLUMNS: readonly Column<OfferRecord>[] = [
  column("offer", ({ id }) => id),
  column("declared", ({ declared }) => iso(declared.timestamp)),
  column("declarer", ({ terms }) => terms.declarer),
  column("side", ({ terms }) => nameOf(Side, terms.side)),
  column("energy_wh", ({ terms }) => terms.energyWh),
  column("remaining_wh", ({ remainingWh }) => remainingWh),
  column("price_per_mwh", ({ terms }) => terms.pricePerMWh),
  column("excess_price_per_mwh", ({ terms }) => terms.excessPricePerMWh),
  column("damages_price_per_mwh", ({ terms }) => terms.damagesPricePerMWh),
  column("margin_per_mwh", ({ terms }) => terms.marginPerMWh),
  column("fee_per_mwh", ({ terms }) => terms.feePerMWh),
  column("delivery_start", ({ terms }) => iso(terms.deliveryStart)),
  column("delivery_end", ({ terms }) => iso(terms.deliveryEnd)),
  column("expiry", ({ terms }) => iso(terms.expiry)),
  column("number", ({ terms }) => terms.number),
  column("status", ({ status }) => nameOf(OfferStatus, status)),
  column("agreements", ({ fills }) => fills),
];

/** @param window - the market's verification window, s */
export function agreementColumns(window: bigint): Column<AgreementRecord>[] {
  return [
    column("agreement", ({ id }) => id),
    column("offer", ({ offerId }) => offerId),
    column("accepted", ({ accepted }) => iso(accepted.timestamp)),
    column("buyer", ({ buyer }) => buyer),
    column("seller", ({ seller }) => seller),
    column("energy_wh", ({ terms }) => terms.energyWh),
    column("price_per_mwh", ({ terms }) => terms.offer.pricePerMWh),
    column("meter", ({ terms }) => terms.meter),
    column("fast_lane", ({ fastLane }) => fastLane),
    column("deadline", (agreement) => (agreement.fastLane ? null : iso(deadlineOf(agreement, window)))),
    column("status", ({ status }) => nameOf(AgreementStatus, status)),
    column("reason", ({ reason }) => (reason === Reason.None ? null : nameOf(Reason, reason))),
    column("signed", ({ signed }) => when(signed)),
    column("ended", ({ ended }) => when(ended)),
    column("settled", ({ settlement }) => when(settlement?.place)),
  ];
}

export const SETTLEMENT_COLUMNS: readonly Column<Settled>[] = [
  column("agreement", ({ id }) => id),
  column("settled", ({ settlement }) => iso(settlement.place.timestamp)),
  column("buyer", ({ buyer }) => buyer),
  column("seller", ({ seller }) => seller),
  column("outcome", ({ settlement }) => nameOf(Outcome, settlement.outcome)),
  column("agreed_wh", ({ terms }) => terms.energyWh),
  column("energy_wh", ({ settlement }) => settlement.energyWh),
  column("paid_base_units", ({ settlement }) => settlement.paid),
  column("debt_base_units", ({ settlement }) => settlement.debt),
];

export const DEBT_COLUMNS: readonly Column<Settled>[] = [
  column("agreement", ({ id }) => id),
  column("since", ({ settlement }) => iso(settlement.place.timestamp)),
  column("debtor", ({ buyer }) => buyer),
  column("creditor", ({ seller }) => seller),
  column("debt_base_units", ({ settlement }) => settlement.debt),
  column("outstanding_base_units", ({ debt }) => debt),
];

function column<Row>(name: string, value: (row: Row) => Cell): Column<Row> {
  return { name, heading: name, value };
}

function when(place: Place | undefined): string | null {
  return place === undefined ? null : iso(place.timestamp);
}

/** A Unix time in seconds, ISO 8601, UTC. */
function iso(timestamp: bigint): string {
  return new Date(Number(timestamp) * 1000).toISOString().replace(".000Z", "Z");
}
