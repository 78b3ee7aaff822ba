import { type Offer, OfferStatus } from "../terms.js";
import { type EmittedEvent, event, type MarketCall, revert } from "./answer.js";
import { requireSignedBy } from "./cryptography.js";
import { requireRunning } from "./operator.js";
import type { MarketState, OfferState } from "./state.js";
import { requireTrader } from "./user-registry.js";

/** Declares an offer to all; the caller is its declarer. */
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

/** Refuses terms that no offer can have now, wherever it comes from. */
function requireValidTerms(market: MarketState, offer: Offer): void {
  const { energyWh, pricePerMWh, damagesPricePerMWh, feePerMWh, deliveryStart, deliveryEnd, expiry } = offer;
  if (energyWh === 0n) revert("ZeroEnergy");
  const inOrder = expiry <= deliveryStart && deliveryStart < deliveryEnd;
  if (!inOrder) revert("InvalidPeriod", expiry, deliveryStart, deliveryEnd);
  if (damagesPricePerMWh > pricePerMWh) revert("DamagesAbovePrice", damagesPricePerMWh, pricePerMWh);
  if (feePerMWh !== market.feePerMWh) revert("WrongFee", feePerMWh, market.feePerMWh);
}

/** Closes an offer to further acceptance; the caller is its declarer. */
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

/** An offer's state; that of none before it was declared. */
export function offerStateOf(market: MarketState, offerId: string): OfferState {
  return market.offers.get(offerId) ?? NO_OFFER;
}

/** Takes energy out of an offer in this state for one agreement more. */
export function fill(market: MarketState, offerId: string, state: OfferState, energyWh: bigint): void {
  const { remainingWh, fills } = state;
  market.offers.set(offerId, { ...state, remainingWh: remainingWh - energyWh, fills: fills + 1n });
}

/** Gives back the energy of an agreement that never came to be. */
export function refill(market: MarketState, offerId: string, energyWh: bigint): void {
  const state = offerStateOf(market, offerId);
  market.offers.set(offerId, { ...state, remainingWh: state.remainingWh + energyWh });
}

const NO_OFFER: OfferState = { status: OfferStatus.None, remainingWh: 0n, fills: 0n, bySignature: false };

/**
 * What becomes of an offer when somebody accepts it by its declarer's signature: one that nobody has seen begins, if the
 * signature and the terms are good; any other is as it was, and the signature not looked at.
 */
export function begun(
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

/** Closes an offer that its declarer has signed, begun or not; the caller is its declarer. */
export function cancelSigned(market: MarketState, call: MarketCall, offer: Offer): EmittedEvent[] {
  const offerId = market.cryptography.offerId(offer);
  requireDeclarer(call, offer);
  const state = offerStateOf(market, offerId);
  if (state.status === OfferStatus.Cancelled) revert("OfferNotOpen", offerId, state.status);
  market.offers.set(offerId, { ...state, status: OfferStatus.Cancelled });
  return [event("Cancelled", offerId, state.status === OfferStatus.None ? offer.energyWh : state.remainingWh)];
}

/** Closes every signed offer of the caller with this number or a lower one, begun or not. */
export function cancelUpTo(market: MarketState, { sender }: MarketCall, number: bigint): EmittedEvent[] {
  requireNotCancelled(market, sender, number);
  market.lowestNumbers.set(sender, number + 1n);
  return [event("CancelledUpTo", sender, number)];
}

/** Refuses a number up to which the declarer has cancelled. */
export function requireNotCancelled(market: MarketState, declarer: string, number: bigint): void {
  const lowest = lowestNumberOf(market, declarer);
  if (number < lowest) revert("NumberCancelled", number, lowest);
}

/** The lowest number that a declarer's signed offers can have. */
export function lowestNumberOf({ lowestNumbers }: MarketState, declarer: string): bigint {
  return lowestNumbers.get(declarer) ?? 0n;
}
