import { quorum } from "../quorum.js";
import { event, refuse, type Call, type MarketEvent } from "./answer.js";
import { ZERO_ADDRESS, type Statement } from "./cryptography.js";
import { requireOperator } from "./operator.js";
import type { Market } from "./state.js";

/** Adds an authority: a new epoch, in which the verdicts of earlier ones count no more. */
export function addAuthority(market: Market, call: Call, authority: string): MarketEvent[] {
  requireOperator(market, call);
  if (authority === ZERO_ADDRESS) refuse("ZeroAuthority");
  if (market.authorities.includes(authority)) refuse("AlreadyAuthority", authority);
  if (market.authorities.length === MAX_AUTHORITIES) refuse("CommitteeFull");
  market.authorities.push(authority);
  market.epoch += 1n;
  return [event("AuthorityAdded", authority, market.epoch)];
}

/** Removes an authority: a new epoch. The last one stays. */
export function removeAuthority(market: Market, call: Call, authority: string): MarketEvent[] {
  requireOperator(market, call);
  const seat = seatOf(market, authority);
  const last = market.authorities.at(-1);
  if (last === undefined || market.authorities.length === 1) refuse("LastAuthority");
  // The last one takes the seat that is free now.
  market.authorities[seat - 1] = last;
  market.authorities.pop();
  market.epoch += 1n;
  return [event("AuthorityRemoved", authority, market.epoch)];
}

/** An authority's place in the present membership, from 1. */
export function seatOf({ authorities }: Market, authority: string): number {
  const seat = authorities.indexOf(authority) + 1;
  if (seat === 0) refuse("NotAuthority", authority);
  return seat;
}

/** Authorities whose refusal makes the quorum unreachable: n - quorum + 1. */
export function blockingMinority({ authorities }: Market): number {
  return authorities.length - quorum(authorities.length) + 1;
}

/** Requires signatures of a statement by `needed` distinct authorities or more, in strictly ascending order. */
export function requireSignedByAuthorities(
  market: Market,
  statement: Statement,
  signatures: readonly string[],
  needed: number,
): void {
  if (signatures.length < needed) refuse("TooFewSignatures", BigInt(signatures.length), BigInt(needed));
  let previous = ZERO_ADDRESS;
  for (const signature of signatures) {
    const signer = market.cryptography.recover(statement, signature);
    if (BigInt(signer) <= BigInt(previous)) refuse("SignersNotAscending", previous, signer);
    seatOf(market, signer);
    previous = signer;
  }
}

/** The most authorities there can be. */
export const MAX_AUTHORITIES = 160;
