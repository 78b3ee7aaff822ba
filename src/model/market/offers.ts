import { type Offer, OfferStatus } from "../terms.js";
import { type EmittedEvent, event, type MarketCall, revert } from "./answer.js";
import { requireSignedBy } from "./cryptography.js";
import { requireRunning } from "./operator.js";
import type { MarketState, OfferState } from "./state.js";
import { requireTrader } from "./user-registry.js";

/** Declares an offer; the caller is its declarer. */
export function declare(market: MarketState, call: MarketCall, offer: Offer): EmittedEvent[] {
  const { sender, now } = call;
  requireRunning(market);
  const offerId = market.cryptography.offerId(offer);
  requireDeclarer(call, offer);
  requireTrader(market, sender);
  requireValidTerms(market, offer);
  if (now >= offer.expiry) revert("OfferExpired", offerId, offer.expiry);
  if (offerStateOf(market, offerId).status !== OfferStatus.None) revert("OfferExists", offerId);

  market.offers.set(offerId, { ...NO_OFFER, status: OfferStatus.Open, remainingWh: offer.energyWh });
  return [event("Declared", offerId, sender, offer)];
}

/** Requires terms that an offer can have now, declared or signed. */
function requireValidTerms(market: MarketState, offer: Offer): void {
  const { energyWh, pricePerMWh, damagesPricePerMWh, feePerMWh, deliveryStart, deliveryEnd, expiry } = offer;
  if (energyWh === 0n) revert("ZeroEnergy");
  const inOrder = expiry <= deliveryStart && deliveryStart < deliveryEnd;
  if (!inOrder) revert("InvalidPeriod", expiry, deliveryStart, deliveryEnd);
  if (damagesPricePerMWh > pricePerMWh) revert("DamagesAbovePrice", damagesPricePerMWh, pricePerMWh);
  if (feePerMWh !== market.feePerMWh) revert("WrongFee", feePerMWh, market.feePerMWh);
}

/** Closes an offer to further acceptances; the caller is its declarer. */
export function cancel(market: MarketState, call: MarketCall, offer: Offer): EmittedEvent[] {
  const offerId = market.cryptography.offerId(offer);
  requireDeclarer(call, offer);
  const state = offerStateOf(market, offerId);
  requireOpen(offerId, state);
  market.offers.set(offerId, { ...state, status: OfferStatus.Cancelled });
  return [event("Cancelled", offerId, state.remainingWh)];
}

function requireDeclarer({ sender }: MarketCall, { declarer }: Offer): void {
  if (declarer !== sender) revert("NotDeclarer", sender, declarer);
}

export function requireOpen(offerId: string, { status }: OfferState): void {
  if (status !== OfferStatus.Open) revert("OfferNotOpen", offerId, status);
}

/** An offer's state; status None before it is declared. */
export function offerStateOf(market: MarketState, offerId: string): OfferState {
  return market.offers.get(offerId) ?? NO_OFFER;
}

/** Takes an agreement's energy out of an offer. */
export function fill(market: MarketState, offerId: string, state: OfferState, energyWh: bigint): void {
  const { remainingWh, fills } = state;
  market.offers.set(offerId, { ...state, remainingWh: remainingWh - energyWh, fills: fills + 1n });
}

/** Gives the energy of an agreement that was not signed back to its offer. */
export function refill(market: MarketState, offerId: string, energyWh: bigint): void {
  const state = offerStateOf(market, offerId);
  market.offers.set(offerId, { ...state, remainingWh: state.remainingWh + energyWh });
}

const NO_OFFER: OfferState = { status: OfferStatus.None, remainingWh: 0n, fills: 0n, bySignature: false };

/**
 * The state of an offer that is accepted with its declarer's signature. An offer that the market does not know yet is
 * opened, if signature and terms are valid. A known offer keeps its state, and the signature is not checked.
 */
export function opened(
  market: MarketState,
  offer: Offer,
  signature: string,
): { state: OfferState; events: EmittedEvent[] } {
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

/** Closes a signed offer, opened or not; the caller is its declarer. */
export function cancelSigned(market: MarketState, call: MarketCall, offer: Offer): EmittedEvent[] {
  const offerId = market.cryptography.offerId(offer);
  requireDeclarer(call, offer);
  const state = offerStateOf(market, offerId);
  if (state.status === OfferStatus.Cancelled) revert("OfferNotOpen", offerId, state.status);
  market.offers.set(offerId, { ...state, status: OfferStatus.Cancelled });
  return [event("Cancelled", offerId, state.status === OfferStatus.None ? offer.energyWh : state.remainingWh)];
}

/** Closes every signed offer of the caller with this number or a lower one, opened or not. */
export function cancelUpTo(market: MarketState, { sender }: MarketCall, number: bigint): EmittedEvent[] {
  requireNotCancelled(market, sender, number);
  market.lowestNumbers.set(sender, number + 1n);
  return [event("CancelledUpTo", sender, number)];
}

/** Requires a number above those that the declarer has cancelled. */
export function requireNotCancelled(market: MarketState, declarer: string, number: bigint): void {
  const lowest = lowestNumberOf(market, declarer);
  if (number < lowest) revert("NumberCancelled", number, lowest);
}

/** The lowest number that is not cancelled. @public */
export function lowestNumberOf({ lowestNumbers }: MarketState, declarer: string): bigint {
  return lowestNumbers.get(declarer) ?? 0n;
}
