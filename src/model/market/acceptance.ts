import { counted, WAD } from "../reliability.js";
import { AgreementStatus, partiesOf, Reason, type Offer } from "../terms.js";
import { accountOf, change, type MarketState, type OfferState, usageOf } from "./state.js";
import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { ZERO_ADDRESS } from "./cryptography.js";
import { opened, fill, offerStateOf, requireNotCancelled, requireOpen } from "./offers.js";
import { requireRunning } from "./operator.js";
import { missingFor, sign, type Trade, tradeOf, voidTrade } from "./trade.js";
import { meterOf, requireTrader } from "./user-registry.js";

/**
 * Accepts energy (Wh) of an offer. On the fast lane it is signed or void at once; otherwise it awaits full
 * verification.
 */
export function accept(market: MarketState, call: MarketCall, offer: Offer, energyWh: bigint): EmittedEvent[] {
  requireRunning(market);
  return acceptFrom(market, call, offer, offerStateOf(market, market.cryptography.offerId(offer)), energyWh);
}

/** {@link accept} with the declarer's signature: the first acceptance opens a signed offer. */
export function acceptSigned(
  market: MarketState,
  call: MarketCall,
  offer: Offer,
  signature: string,
  energyWh: bigint,
): EmittedEvent[] {
  requireRunning(market);
  const { state, events } = opened(market, offer, signature);
  return [...events, ...acceptFrom(market, call, offer, state, energyWh)];
}

/** Accepts an offer whose state is `state`. */
function acceptFrom(
  market: MarketState,
  call: MarketCall,
  offer: Offer,
  state: OfferState,
  energyWh: bigint,
): EmittedEvent[] {
  const { sender, now } = call;
  const { buyer, seller } = partiesOf({ offer, accepter: sender });
  const offerId = market.cryptography.offerId(offer);
  requireOpen(offerId, state);
  const { remainingWh, fills: fillIndex } = state;
  if (state.bySignature) requireNotCancelled(market, offer.declarer, offer.number);
  if (now >= offer.expiry) revert("OfferExpired", offerId, offer.expiry);
  if (offer.declarer === sender) revert("OwnOffer", sender);
  if (energyWh === 0n) revert("ZeroEnergy");
  if (energyWh > remainingWh) revert("EnergyAboveRemaining", energyWh, remainingWh);
  requireTrader(market, buyer);
  requireTrader(market, seller);
  const meter = meterOf(market, buyer);
  if (meter === ZERO_ADDRESS) revert("NoMeter", buyer);

  const trade = tradeOf(market, { offer, accepter: sender, energyWh, fillIndex, meter });
  fill(market, offerId, state, energyWh);
  change(market, buyer, { status: market.verification.statusInTrade });
  const [status, events] = isFast(market, trade) ? signFast(market, trade) : awaitVerification(market, trade, now);
  return [event("Accepted", trade.agreementId, offerId, sender, energyWh, fillIndex, meter, status), ...events];
}

/** Whether a trade takes the fast lane: R is valid for both parties. */
function isFast(market: MarketState, { buyer, seller, energyWh }: Trade): boolean {
  return [buyer, seller].every((user) => coefficientOf(market, user, energyWh) < WAD);
}

/** R of a user for a trade of `energyWh`, WAD: the share of full verification that it would still need. @public */
export function coefficientOf(market: MarketState, user: string, energyWh: bigint): bigint {
  return market.verification.coefficient(market, accountOf(market, user), energyWh);
}

function signFast(market: MarketState, trade: Trade): [bigint, EmittedEvent[]] {
  const missing = missingFor(market, trade);
  if (missing !== Reason.None) return [AgreementStatus.Void, voidTrade(market, trade, missing)];
  sign(market, trade);
  for (const user of [trade.buyer, trade.seller]) {
    const account = accountOf(market, user);
    const { trades, energyWh } = counted(usageOf(account), trade.energyWh);
    change(market, user, { usedTrades: trades, usedEnergyWh: energyWh });
  }
  return [AgreementStatus.Signed, []];
}

function awaitVerification(market: MarketState, trade: Trade, now: bigint): [bigint, EmittedEvent[]] {
  const windowEnd = now + market.parameters.verificationWindow;
  const { deliveryStart } = trade.offer;
  const status = AgreementStatus.AwaitingVerification;
  // No agreement is signed once its delivery has begun.
  const deadline = windowEnd < deliveryStart ? windowEnd : deliveryStart;
  market.agreements.set(trade.agreementId, { status, reason: Reason.None, deadline, verification: 0n });
  return [status, []];
}
