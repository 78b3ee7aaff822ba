import { WAD } from "../reliability.js";
import type { Agreement } from "../terms.js";
import { type MarketState, UserStatus, type VerificationRule } from "./state.js";
import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { seatOf } from "./authority-committee.js";
import { agreementStateOf, setStatus, terminate } from "./trade.js";
import { requireRefusalReason, requireVerifiable, verified } from "./verification.js";

/** Every trade is verified in full; the buyer's account is frozen until the trade has ended. */
export const TRADITIONAL: VerificationRule = { coefficient: () => WAD, statusInTrade: UserStatus.Frozen };

/** Records the calling authority's check. Once every authority of one epoch has checked, the agreement is verified. */
export function verifyAsAuthority(market: MarketState, call: MarketCall, agreement: Agreement): EmittedEvent[] {
  const trade = requireVerifiable(market, call, agreement);
  const { agreementId } = trade;
  const seat = BigInt(seatOf(market, call.sender));
  const earlier = checksOf(market, agreementId);
  const checks = earlier | (1n << (seat - 1n));
  if (checks === earlier) revert("AlreadyChecked", agreementId, call.sender);

  setStatus(market, trade, { verification: (market.epoch << SEATS) | checks });
  const checked = event("Checked", agreementId, call.sender, checks);
  const everySeat = (1n << BigInt(market.authorities.length)) - 1n;
  return checks === everySeat ? [checked, ...verified(market, trade)] : [checked];
}

/** The checks of the current epoch, one bit for each seat; those of earlier epochs do not count. */
function checksOf(market: MarketState, agreementId: string): bigint {
  const { verification } = agreementStateOf(market, agreementId);
  return verification >> SEATS === market.epoch ? verification & ((1n << SEATS) - 1n) : 0n;
}

/** Terminates an agreement. One authority can refuse, since the approval of all is needed. */
export function refuseAsAuthority(
  market: MarketState,
  call: MarketCall,
  agreement: Agreement,
  reason: bigint,
): EmittedEvent[] {
  const trade = requireVerifiable(market, call, agreement);
  seatOf(market, call.sender);
  requireRefusalReason(reason);
  return terminate(market, trade, reason);
}

/** Bits for the checks, below those of the epoch. */
const SEATS = 160n;
