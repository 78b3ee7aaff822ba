import type { AgreementRecord } from "../../chain/ledger/records.js";
import { isoInstant } from "../../data/timestamp.js";
import { kWh, shortId, tokens } from "../../report/amounts.js";
import type { Column } from "../../report/column.js";
import { laneWord, statusWord } from "./words.js";

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
