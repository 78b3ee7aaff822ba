import { OfferStatus, type Offer } from "../terms.js";
import { event, refuse, type Call, type MarketEvent } from "./answer.js";
import { requireSignedBy } from "./cryptography.js";
import { offerStateOf, requireDeclarer, requireValidTerms } from "./offers.js";
import type { Market, OfferState } from "./state.js";

/**
 * What becomes of an offer when somebody accepts it by its declarer's signature: one that nobody has seen begins, if the
 * signature and the terms are good; any other is as it was, and the signature not looked at.
 */
export function begun(market: Market, offer: Offer, signature: string): { state: OfferState; events: MarketEvent[] } {
  const { cryptography } = market;
  const offerId = cryptography.offerId(offer);
  const state = offerStateOf(market, offerId);
  if (state.status !== OfferStatus.None) return { state, events: [] };
  requireSignedBy(cryptography, { kind: "offer", offer }, offer.declarer, signature);
  requireValidTerms(market, offer);
  return {
    state: { ...state, status: OfferStatus.Open, remainingWh: offer.energyWh, bySignature: true },
    events: [event("Declared", offerId, offer.declarer, offer), event("BegunBySignature", offerId)],
  };
}

/** Closes an offer that its declarer has signed, begun or not; the caller is its declarer. */
export function cancelSigned(market: Market, call: Call, offer: Offer): MarketEvent[] {
  const offerId = market.cryptography.offerId(offer);
  requireDeclarer(call, offer);
  const state = offerStateOf(market, offerId);
  if (state.status === OfferStatus.Cancelled) refuse("OfferNotOpen", offerId, state.status);
  market.offers.set(offerId, { ...state, status: OfferStatus.Cancelled });
  return [event("Cancelled", offerId, state.status === OfferStatus.None ? offer.energyWh : state.remainingWh)];
}

/** Closes every signed offer of the caller with this number or a lower one, begun or not. */
export function cancelUpTo(market: Market, { sender }: Call, number: bigint): MarketEvent[] {
  requireNotCancelled(market, sender, number);
  market.lowestNumbers.set(sender, number + 1n);
  return [event("CancelledUpTo", sender, number)];
}

/** Refuses a number up to which the declarer has cancelled. */
export function requireNotCancelled(market: Market, declarer: string, number: bigint): void {
  const lowest = lowestNumberOf(market, declarer);
  if (number < lowest) refuse("NumberCancelled", number, lowest);
}

/** The lowest number that a declarer's signed offers can have. */
export function lowestNumberOf({ lowestNumbers }: Market, declarer: string): bigint {
  return lowestNumbers.get(declarer) ?? 0n;
}
