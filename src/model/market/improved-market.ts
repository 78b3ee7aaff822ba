import { quorum } from "../review.js";
import { coefficient } from "../reliability.js";
import type { Agreement } from "../terms.js";
import { type MarketState, usageOf, UserStatus, type VerificationRule } from "./state.js";
import type { MarketCall, EmittedEvent } from "./answer.js";
import { blockingMinority, requireSignedByAuthorities } from "./authority-committee.js";
import { requireSignedBy } from "./cryptography.js";
import { terminate } from "./trade.js";
import { requireRefusalReason, requireVerifiable, verified } from "./verification.js";

/** Reliable users need no verification; no account is frozen. */
export const IMPROVED: VerificationRule = {
  coefficient: ({ parameters }, account, energyWh) => coefficient(usageOf(account), energyWh, parameters.rho),
  statusInTrade: UserStatus.Active,
};

/** Verifies an agreement with both parties' signatures and the approvals of a quorum. */
export function verifyByQuorum(
  market: MarketState,
  call: MarketCall,
  agreement: Agreement,
  declarerSignature: string,
  accepterSignature: string,
  approvals: readonly string[],
): EmittedEvent[] {
  const trade = requireVerifiable(market, call, agreement);
  const signed = { kind: "agreement", agreement } as const;
  requireSignedBy(market.cryptography, signed, agreement.offer.declarer, declarerSignature);
  requireSignedBy(market.cryptography, signed, agreement.accepter, accepterSignature);
  const approval = { kind: "approval", agreementId: trade.agreementId, epoch: market.epoch } as const;
  requireSignedByAuthorities(market, approval, approvals, quorum(market.authorities.length));
  return verified(market, trade);
}

/** Terminates an agreement with the refusals of a blocking minority. */
export function refuseByMinority(
  market: MarketState,
  call: MarketCall,
  agreement: Agreement,
  reason: bigint,
  refusals: readonly string[],
): EmittedEvent[] {
  const trade = requireVerifiable(market, call, agreement);
  requireRefusalReason(reason);
  const refusal = { kind: "refusal", agreementId: trade.agreementId, reason, epoch: market.epoch } as const;
  requireSignedByAuthorities(market, refusal, refusals, blockingMinority(market));
  return terminate(market, trade, reason);
}
