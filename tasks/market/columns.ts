import { isoInstant } from "../../src/data/timestamp.js";
import type { AgreementRecord, OfferRecord } from "../../src/market/ledger/records.js";
import { laneWord, offerWord, outcomeWord, reasonWord, sideWord, statusWord } from "../../src/market/words.js";
import { kWh, shortId, tokens } from "../../src/report/amounts.js";
import type { Column } from "../../src/report/column.js";

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

/** An agreement as programs read it: energy in Wh, money in base units, times in s. */
export function agreementDocument(agreement: AgreementRecord) {
  const { status, reason, settlement, terms, ...rest } = agreement;
  return {
    ...rest,
    status: statusWord(status),
    reason: reason === 0n ? undefined : reasonWord(reason),
    terms: { ...terms, offer: { ...terms.offer, side: sideWord(terms.offer.side) } },
    settlement: settlement && { ...settlement, outcome: outcomeWord(settlement.outcome) },
  };
}
