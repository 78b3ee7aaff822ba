import type { OfferRecord } from "../../chain/ledger/records.js";
import { isoInstant } from "../../data/timestamp.js";
import { kWh, shortId, tokens } from "../../report/amounts.js";
import type { Column } from "../../report/column.js";
import { offerWord, sideWord } from "./words.js";

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
