import { isoInstant } from "../../src/data/timestamp.js";
import type { AgreementRecord, OfferRecord, SettlementRecord } from "../../src/market/ledger/records.js";
import type { Offer } from "../../src/model/terms.js";
import { kWh, shortId, tokens } from "../../src/report/amounts.js";
import type { Column } from "../../src/report/column.js";
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

/** Agreements as people read them; with a `user`, from that user's side. */
export function agreementColumns(user?: string): Column<AgreementRecord>[] {
  const parties: Column<AgreementRecord>[] =
    user === undefined
      ? [
          { name: "buyer", heading: "Buyer", value: ({ buyer }) => shortId(buyer) },
          { name: "seller", heading: "Seller", value: ({ seller }) => shortId(seller) },
        ]
      : [
          { name: "role", heading: "Side", value: ({ buyer }) => (buyer === user ? "buy" : "sell") },
          { name: "other", heading: "With", value: ({ buyer, seller }) => shortId(buyer === user ? seller : buyer) },
        ];
  return [
    { name: "agreement", heading: "Agreement", value: ({ id }) => shortId(id) },
    ...parties,
    { name: "energy", heading: "Energy [kWh]", numeric: true, value: ({ terms }) => kWh(terms.energyWh) },
    { name: "price", heading: "Price/MWh", numeric: true, value: ({ terms }) => tokens(terms.offer.pricePerMWh) },
    { name: "to", heading: "Delivery to", value: ({ terms }) => isoInstant(Number(terms.offer.deliveryEnd)) },
    { name: "lane", heading: "Lane", value: laneWord },
    { name: "status", heading: "Status", value: ({ status }) => statusWord(status) },
    { name: "debt", heading: "Owed", numeric: true, value: ({ debt }) => (debt === 0n ? null : tokens(debt)) },
  ];
}

/** Offers as people read them. @param now - the chain's time, s */
export function offerColumns(symbol: string, now: bigint): Column<OfferRecord>[] {
  return [
    { name: "offer", heading: "Offer", value: ({ id }) => shortId(id) },
    { name: "side", heading: "Side", value: ({ terms }) => sideWord(terms.side) },
    { name: "declarer", heading: "Declarer", value: ({ terms }) => shortId(terms.declarer) },
    { name: "left", heading: "Left [kWh]", numeric: true, value: ({ remainingWh }) => kWh(remainingWh) },
    { name: "of", heading: "Of [kWh]", numeric: true, value: ({ terms }) => kWh(terms.energyWh) },
    { name: "price", heading: `${symbol}/MWh`, numeric: true, value: ({ terms }) => tokens(terms.pricePerMWh) },
    { name: "from", heading: "Delivery from", value: ({ terms }) => isoInstant(Number(terms.deliveryStart)) },
    { name: "to", heading: "To", value: ({ terms }) => isoInstant(Number(terms.deliveryEnd)) },
    { name: "expiry", heading: "Until", value: ({ terms }) => isoInstant(Number(terms.expiry)) },
    { name: "status", heading: "Status", value: (offer) => offerWord(offer, now) },
  ];
}

/** An offer as programs read it: energy in Wh, prices in base units per MWh, times in s. */
export function offerDocument(offer: OfferRecord, now: bigint) {
  const { terms, declared, cancelled } = offer;
  return {
    id: offer.id,
    status: offerWord(offer, now),
    remainingWh: offer.remainingWh,
    fills: offer.fills,
    ...terms,
    side: sideWord(terms.side),
    declared,
    cancelled,
  };
}
