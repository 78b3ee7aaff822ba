import { quorum } from "../review.js";
import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { ZERO_ADDRESS, type Statement } from "./cryptography.js";
import { requireOperator } from "./operator.js";
import type { MarketState } from "./state.js";

/** Adds an authority and starts a new epoch: verdicts of earlier epochs no longer count. */
export function addAuthority(market: MarketState, call: MarketCall, authority: string): EmittedEvent[] {
  requireOperator(market, call);
  if (authority === ZERO_ADDRESS) revert("ZeroAuthority");
  if (market.authorities.includes(authority)) revert("AlreadyAuthority", authority);
  if (market.authorities.length === MAX_AUTHORITIES) revert("CommitteeFull");
  market.authorities.push(authority);
  market.epoch += 1n;
  return [event("AuthorityAdded", authority, market.epoch)];
}

/** Removes an authority and starts a new epoch. The last authority cannot be removed. */
export function removeAuthority(market: MarketState, call: MarketCall, authority: string): EmittedEvent[] {
  requireOperator(market, call);
  const seat = seatOf(market, authority);
  const last = market.authorities.at(-1);
  if (last === undefined || market.authorities.length === 1) revert("LastAuthority");
  // The last authority takes the free seat.
  market.authorities[seat - 1] = last;
  market.authorities.pop();
  market.epoch += 1n;
  return [event("AuthorityRemoved", authority, market.epoch)];
}

/** An authority's seat in the current committee, from 1. Reverts for anybody else. */
export function seatOf({ authorities }: MarketState, authority: string): number {
  const seat = authorities.indexOf(authority) + 1;
  if (seat === 0) revert("NotAuthority", authority);
  return seat;
}

/** The number of authorities whose refusal makes a quorum unreachable: n - quorum + 1. */
export function blockingMinority({ authorities }: MarketState): number {
  return authorities.length - quorum(authorities.length) + 1;
}

/**
 * Requires signatures of a statement by at least `needed` distinct authorities, signers in strictly ascending order.
 */
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

/** The largest committee. */
const MAX_AUTHORITIES = 160;
