import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { ZERO_ADDRESS } from "./cryptography.js";
import type { MarketState } from "./state.js";

/** Stops new offers and new agreements; everything else continues. */
export function pause(market: MarketState, call: MarketCall): EmittedEvent[] {
  requireOperator(market, call);
  requireRunning(market);
  market.paused = true;
  return [event("Paused", call.sender)];
}

/** Ends a pause. */
export function unpause(market: MarketState, call: MarketCall): EmittedEvent[] {
  requireOperator(market, call);
  if (!market.paused) revert("ExpectedPause");
  market.paused = false;
  return [event("Unpaused", call.sender)];
}

/** Names the next operator, who must accept, as in OpenZeppelin's `Ownable2Step`. */
export function transferOwnership(market: MarketState, call: MarketCall, nextOperator: string): EmittedEvent[] {
  requireOperator(market, call);
  market.nextOperator = nextOperator;
  return [event("OwnershipTransferStarted", market.operator, nextOperator)];
}

/** Makes the named account the operator; it is the caller. */
export function acceptOwnership(market: MarketState, call: MarketCall): EmittedEvent[] {
  if (call.sender !== market.nextOperator) revert("OwnableUnauthorizedAccount", call.sender);
  const previous = market.operator;
  market.operator = call.sender;
  market.nextOperator = ZERO_ADDRESS;
  return [event("OwnershipTransferred", previous, call.sender)];
}

/** Requires that the caller operates the market. */
export function requireOperator(market: MarketState, { sender }: MarketCall): void {
  if (sender !== market.operator) revert("OwnableUnauthorizedAccount", sender);
}

/** Requires that the market is not paused. */
export function requireRunning(market: MarketState): void {
  if (market.paused) revert("EnforcedPause");
}
