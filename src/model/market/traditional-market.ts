import { WAD } from "../reliability.js";
import type { Agreement } from "../terms.js";
import { type MarketState, UserStatus, type VerificationRule } from "./state.js";
import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { seatOf } from "./authority-committee.js";
import { agreementStateOf, setStatus, terminate } from "./trade.js";
import { requireRefusalReason, requireVerifiable, verified } from "./verification.js";

/** Nobody is spared verification; the buyer's account is frozen until the trade has ended. */
export const TRADITIONAL: VerificationRule = { coefficient: () => WAD, statusInTrade: UserStatus.Frozen };

/** Records the calling authority's consent; with every authority's, in one epoch, the agreement is verified. */
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

/** The checks of the present epoch, one bit for each seat; those of earlier ones count no more. */
function checksOf(market: MarketState, agreementId: string): bigint {
  const { verification } = agreementStateOf(market, agreementId);
  return verification >> SEATS === market.epoch ? verification & ((1n << SEATS) - 1n) : 0n;
}

/** Terminates an agreement: the caller is an authority, and since all are needed, one can refuse. */
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
