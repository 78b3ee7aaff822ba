import { OfferStatus, type Offer } from "../terms.js";
import { event, refuse, type Call, type MarketEvent } from "./answer.js";
import { requireRunning } from "./operator.js";
import type { Market, OfferState } from "./state.js";
import { requireTrader } from "./user-registry.js";

/** Declares an offer to all; the caller is its declarer. */
export function declare(market: Market, call: Call, offer: Offer): MarketEvent[] {
  const { sender, now } = call;
  requireRunning(market);
  const offerId = market.cryptography.offerId(offer);
  requireDeclarer(call, offer);
  requireTrader(market, sender);
  requireValidTerms(market, offer);
  if (now >= offer.expiry) refuse("OfferExpired", offerId, offer.expiry);
  if (offerStateOf(market, offerId).status !== OfferStatus.None) refuse("OfferExists", offerId);

  market.offers.set(offerId, { ...NO_OFFER, status: OfferStatus.Open, remainingWh: offer.energyWh });
  return [event("Declared", offerId, sender, offer)];
}

/** Refuses terms that no offer can have now, wherever it comes from. */
export function requireValidTerms(market: Market, offer: Offer): void {
  const { energyWh, pricePerMWh, damagesPricePerMWh, feePerMWh, deliveryStart, deliveryEnd, expiry } = offer;
  if (energyWh === 0n) refuse("ZeroEnergy");
  const inOrder = expiry <= deliveryStart && deliveryStart < deliveryEnd;
  if (!inOrder) refuse("InvalidPeriod", expiry, deliveryStart, deliveryEnd);
  if (damagesPricePerMWh > pricePerMWh) refuse("DamagesAbovePrice", damagesPricePerMWh, pricePerMWh);
  if (feePerMWh !== market.feePerMWh) refuse("WrongFee", feePerMWh, market.feePerMWh);
}

/** Closes an offer to further acceptance; the caller is its declarer. */
export function cancel(market: Market, call: Call, offer: Offer): MarketEvent[] {
  const offerId = market.cryptography.offerId(offer);
  requireDeclarer(call, offer);
  const state = offerStateOf(market, offerId);
  requireOpen(offerId, state);
  market.offers.set(offerId, { ...state, status: OfferStatus.Cancelled });
  return [event("Cancelled", offerId, state.remainingWh)];
}

export function requireDeclarer({ sender }: Call, { declarer }: Offer): void {
  if (declarer !== sender) refuse("NotDeclarer", sender, declarer);
}

export function requireOpen(offerId: string, { status }: OfferState): void {
  if (status !== OfferStatus.Open) refuse("OfferNotOpen", offerId, status);
}

/** An offer's state; that of none before it was declared. */
export function offerStateOf(market: Market, offerId: string): OfferState {
  return market.offers.get(offerId) ?? NO_OFFER;
}

/** Takes energy out of an offer in this state for one agreement more. */
export function fill(market: Market, offerId: string, state: OfferState, energyWh: bigint): void {
  const { remainingWh, fills } = state;
  market.offers.set(offerId, { ...state, remainingWh: remainingWh - energyWh, fills: fills + 1n });
}

/** Gives back the energy of an agreement that never came to be. */
export function refill(market: Market, offerId: string, energyWh: bigint): void {
  const state = offerStateOf(market, offerId);
  market.offers.set(offerId, { ...state, remainingWh: state.remainingWh + energyWh });
}

const NO_OFFER: OfferState = { status: OfferStatus.None, remainingWh: 0n, fills: 0n, bySignature: false };
