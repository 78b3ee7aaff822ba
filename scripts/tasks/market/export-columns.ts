import type { AgreementRecord, OfferRecord, SettlementRecord } from "../../chain/ledger/records.js";
import type { Offer } from "../../model/terms.js";
import type { Column } from "../../report/column.js";
import { laneWord, offerWord, outcomeWord, reasonWord, sideWord, statusWord } from "./words.js";

/** A settled agreement. */
export interface SettledRecord extends AgreementRecord {
  readonly settlement: SettlementRecord;
}

// Energy in Wh, money in base units, prices in base units per MWh, times in s: exact, for programs.

/** @param now - the chain's time, s */
export function offerExport(now: bigint): Column<OfferRecord>[] {
  return [
    { name: "offer_id", heading: "", value: ({ id }) => id },
    { name: "status", heading: "", value: (offer) => offerWord(offer, now) },
    { name: "remaining_wh", heading: "", value: ({ remainingWh }) => remainingWh },
    { name: "agreements", heading: "", value: ({ fills }) => fills },
    ...termColumns<OfferRecord>(({ terms }) => terms),
    { name: "declared_block", heading: "", value: ({ declared }) => declared.block },
    { name: "declared_s", heading: "", value: ({ declared }) => declared.timestamp },
    { name: "cancelled_s", heading: "", value: ({ cancelled }) => cancelled?.timestamp ?? null },
  ];
}

export const AGREEMENT_EXPORT: readonly Column<AgreementRecord>[] = [
  { name: "agreement_id", heading: "", value: ({ id }) => id },
  { name: "offer_id", heading: "", value: ({ offerId }) => offerId },
  { name: "buyer", heading: "", value: ({ buyer }) => buyer },
  { name: "seller", heading: "", value: ({ seller }) => seller },
  { name: "meter", heading: "", value: ({ terms }) => terms.meter },
  { name: "agreed_wh", heading: "", value: ({ terms }) => terms.energyWh },
  { name: "lane", heading: "", value: laneWord },
  { name: "status", heading: "", value: ({ status }) => statusWord(status) },
  { name: "reason", heading: "", value: ({ reason }) => (reason === 0n ? null : reasonWord(reason)) },
  ...termColumns<AgreementRecord>(({ terms }) => terms.offer),
  { name: "accepted_block", heading: "", value: ({ accepted }) => accepted.block },
  { name: "accepted_s", heading: "", value: ({ accepted }) => accepted.timestamp },
  { name: "signed_s", heading: "", value: ({ signed }) => signed?.timestamp ?? null },
  { name: "ended_s", heading: "", value: ({ ended }) => ended?.timestamp ?? null },
  { name: "settled_s", heading: "", value: ({ settlement }) => settlement?.place.timestamp ?? null },
  { name: "debt", heading: "", value: ({ debt }) => debt },
];

export const SETTLEMENT_EXPORT: readonly Column<SettledRecord>[] = [
  { name: "agreement_id", heading: "", value: ({ id }) => id },
  { name: "buyer", heading: "", value: ({ buyer }) => buyer },
  { name: "seller", heading: "", value: ({ seller }) => seller },
  { name: "agreed_wh", heading: "", value: ({ terms }) => terms.energyWh },
  { name: "used_wh", heading: "", value: ({ settlement }) => settlement.energyWh },
  { name: "outcome", heading: "", value: ({ settlement }) => outcomeWord(settlement.outcome) },
  { name: "paid", heading: "", value: ({ settlement }) => settlement.paid },
  { name: "debt_at_settlement", heading: "", value: ({ settlement }) => settlement.debt },
  { name: "debt", heading: "", value: ({ debt }) => debt },
  { name: "delivery_end_s", heading: "", value: ({ terms }) => terms.offer.deliveryEnd },
  { name: "settled_block", heading: "", value: ({ settlement }) => settlement.place.block },
  { name: "settled_s", heading: "", value: ({ settlement }) => settlement.place.timestamp },
  { name: "transaction", heading: "", value: ({ settlement }) => settlement.place.transactionHash },
];

function termColumns<Row>(termsOf: (row: Row) => Offer): Column<Row>[] {
  const column = (name: string, field: keyof Offer): Column<Row> => ({
    name,
    heading: "",
    value: (row) => termsOf(row)[field],
  });
  return [
    { name: "side", heading: "", value: (row) => sideWord(termsOf(row).side) },
    column("declarer", "declarer"),
    column("energy_wh", "energyWh"),
    column("price_per_mwh", "pricePerMWh"),
    column("excess_price_per_mwh", "excessPricePerMWh"),
    column("damages_price_per_mwh", "damagesPricePerMWh"),
    column("margin_per_mwh", "marginPerMWh"),
    column("fee_per_mwh", "feePerMWh"),
    column("delivery_start_s", "deliveryStart"),
    column("delivery_end_s", "deliveryEnd"),
    column("expiry_s", "expiry"),
    column("number", "number"),
  ];
}
