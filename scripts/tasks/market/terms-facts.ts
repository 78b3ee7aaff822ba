import type { Offer } from "../../model/terms.js";
import { priceFact, timeFact, type Fact } from "./facts.js";

/** What an offer pays, and when: its prices and times. @param symbol - of the token that prices are in */
export function termsFacts(terms: Offer, symbol: string): Fact[] {
  return [
    priceFact("pricePerMWh", "price", terms.pricePerMWh, symbol),
    priceFact("excessPricePerMWh", "above 110 %", terms.excessPricePerMWh, symbol),
    priceFact("damagesPricePerMWh", "missing to 90 %", terms.damagesPricePerMWh, symbol),
    priceFact("marginPerMWh", "buyer's margin", terms.marginPerMWh, symbol),
    priceFact("feePerMWh", "seller's fee", terms.feePerMWh, symbol),
    timeFact("deliveryStart", "delivery from", terms.deliveryStart),
    timeFact("deliveryEnd", "delivery to", terms.deliveryEnd),
    timeFact("expiry", "acceptable until", terms.expiry),
  ];
}
