import { quorum } from "../review.js";
import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { ZERO_ADDRESS, type Statement } from "./cryptography.js";
import { requireOperator } from "./operator.js";
import type { MarketState } from "./state.js";

/** Adds an authority: a new epoch, in which the verdicts of earlier ones count no more. */
export function addAuthority(market: MarketState, call: MarketCall, authority: string): EmittedEvent[] {
  requireOperator(market, call);
  if (authority === ZERO_ADDRESS) revert("ZeroAuthority");
  if (market.authorities.includes(authority)) revert("AlreadyAuthority", authority);
  if (market.authorities.length === MAX_AUTHORITIES) revert("CommitteeFull");
  market.authorities.push(authority);
  market.epoch += 1n;
  return [event("AuthorityAdded", authority, market.epoch)];
}

/** Removes an authority: a new epoch. The last one stays. */
export function removeAuthority(market: MarketState, call: MarketCall, authority: string): EmittedEvent[] {
  requireOperator(market, call);
  const seat = seatOf(market, authority);
  const last = market.authorities.at(-1);
  if (last === undefined || market.authorities.length === 1) revert("LastAuthority");
  // The last one takes the seat that is free now.
  market.authorities[seat - 1] = last;
  market.authorities.pop();
  market.epoch += 1n;
  return [event("AuthorityRemoved", authority, market.epoch)];
}

/** An authority's place in the present membership, from 1. */
export function seatOf({ authorities }: MarketState, authority: string): number {
  const seat = authorities.indexOf(authority) + 1;
  if (seat === 0) revert("NotAuthority", authority);
  return seat;
}

/** Authorities whose refusal makes the quorum unreachable: n - quorum + 1. */
export function blockingMinority({ authorities }: MarketState): number {
  return authorities.length - quorum(authorities.length) + 1;
}

/** Requires signatures of a statement by `needed` distinct authorities or more, in strictly ascending order. */
export function requireSignedByAuthorities(
  market: MarketState,
  statement: Statement,
  signatures: readonly string[],
  needed: number,
): void {
  if (signatures.length < needed) revert("TooFewSignatures", BigInt(signatures.length), BigInt(needed));
  let previous = ZERO_ADDRESS;
  for (const signature of signatures) {
    const signer = market.cryptography.recover(statement, signature);
    if (BigInt(signer) <= BigInt(previous)) revert("SignersNotAscending", previous, signer);
    seatOf(market, signer);
    previous = signer;
  }
}

/** The most authorities there can be. */
const MAX_AUTHORITIES = 160;
