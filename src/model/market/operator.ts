import { event, refuse, type Call, type MarketEvent } from "./answer.js";
import { ZERO_ADDRESS } from "./cryptography.js";
import type { Market } from "./state.js";

/** Stops new offers and new agreements; all else goes on. */
export function pause(market: Market, call: Call): MarketEvent[] {
  requireOperator(market, call);
  requireRunning(market);
  market.paused = true;
  return [event("Paused", call.sender)];
}

/** Ends a pause. */
export function unpause(market: Market, call: Call): MarketEvent[] {
  requireOperator(market, call);
  if (!market.paused) refuse("ExpectedPause");
  market.paused = false;
  return [event("Unpaused", call.sender)];
}

/** Names the next operator, who has to accept: OpenZeppelin's `Ownable2Step`. */
export function transferOwnership(market: Market, call: Call, nextOperator: string): MarketEvent[] {
  requireOperator(market, call);
  market.nextOperator = nextOperator;
  return [event("OwnershipTransferStarted", market.operator, nextOperator)];
}

/** Makes the one named the operator. */
export function acceptOwnership(market: Market, call: Call): MarketEvent[] {
  if (call.sender !== market.nextOperator) refuse("OwnableUnauthorizedAccount", call.sender);
  const previous = market.operator;
  market.operator = call.sender;
  market.nextOperator = ZERO_ADDRESS;
  return [event("OwnershipTransferred", previous, call.sender)];
}

/** Refuses whoever does not operate the market. */
export function requireOperator(market: Market, { sender }: Call): void {
  if (sender !== market.operator) refuse("OwnableUnauthorizedAccount", sender);
}

/** Refuses while the market is paused. */
export function requireRunning(market: Market): void {
  if (market.paused) refuse("EnforcedPause");
}
