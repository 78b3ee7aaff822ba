import { quorum } from "../quorum.js";
import { coefficient } from "../reliability.js";
import type { Agreement } from "../terms.js";
import { usageOf, UserStatus } from "./account.js";
import { refuse, type Call, type MarketEvent } from "./answer.js";
import { blockingMinority, requireSignedByAuthorities } from "./authority-committee.js";
import { terminate } from "./signing.js";
import type { Market, Verification } from "./state.js";
import { requireRefusalReason, requireVerifiable, verified } from "./verification.js";

/** Who is reliable is spared verification; no account is frozen. */
export const IMPROVED: Verification = {
  coefficient: ({ parameters }, account, energyWh) => coefficient(usageOf(account), energyWh, parameters.rho),
  statusInTrade: UserStatus.Active,
};

/** Verifies an agreement by both parties' signatures and those of a quorum. */
export function verify(
  market: Market,
  call: Call,
  agreement: Agreement,
  declarerSignature: string,
  accepterSignature: string,
  approvals: readonly string[],
): MarketEvent[] {
  const trade = requireVerifiable(market, call, agreement);
  requireSignedBy(market, agreement, agreement.offer.declarer, declarerSignature);
  requireSignedBy(market, agreement, agreement.accepter, accepterSignature);
  const approval = { kind: "approval", agreementId: trade.agreementId, epoch: market.epoch } as const;
  requireSignedByAuthorities(market, approval, approvals, quorum(market.authorities.length));
  return verified(market, trade);
}

function requireSignedBy({ cryptography }: Market, agreement: Agreement, party: string, signature: string): void {
  const signer = cryptography.recover({ kind: "agreement", agreement }, signature);
  if (signer !== party) refuse("WrongPartySignature", signer, party);
}

/** Terminates an agreement by the signatures of a blocking minority. */
export function refuseAgreement(
  market: Market,
  call: Call,
  agreement: Agreement,
  reason: bigint,
  refusals: readonly string[],
): MarketEvent[] {
  const trade = requireVerifiable(market, call, agreement);
  requireRefusalReason(reason);
  const refusal = { kind: "refusal", agreementId: trade.agreementId, reason, epoch: market.epoch } as const;
  requireSignedByAuthorities(market, refusal, refusals, blockingMinority(market));
  return terminate(market, trade, reason);
}
