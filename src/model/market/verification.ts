import { AgreementStatus, Reason, type Agreement } from "../terms.js";
import { event, refuse, type Call, type MarketEvent } from "./answer.js";
import { missingFor, sign, terminate, voidTrade } from "./signing.js";
import { change, type Market } from "./state.js";
import { agreementStateOf, requireParty, requireStatus, type Trade } from "./trade.js";

/** Ends an agreement that awaits verification; the caller is one of its parties. */
export function decline(market: Market, call: Call, agreement: Agreement): MarketEvent[] {
  const trade = requireStatus(market, agreement, AgreementStatus.AwaitingVerification);
  requireParty(call, trade);
  return terminate(market, trade, Reason.PartyDeclined);
}

/** Ends an agreement whose verification did not come in time. */
export function expire(market: Market, { now }: Call, agreement: Agreement): MarketEvent[] {
  const trade = requireStatus(market, agreement, AgreementStatus.AwaitingVerification);
  const { deadline } = agreementStateOf(market, trade.agreementId);
  if (now <= deadline) refuse("DeadlineNotPassed", deadline);
  return terminate(market, trade, Reason.DeadlinePassed);
}

/** The trade of an agreement that awaits verification and whose deadline has not passed. */
export function requireVerifiable(market: Market, { now }: Call, agreement: Agreement): Trade {
  const trade = requireStatus(market, agreement, AgreementStatus.AwaitingVerification);
  const { deadline } = agreementStateOf(market, trade.agreementId);
  if (now > deadline) refuse("DeadlinePassed", deadline);
  return trade;
}

/** Full verification succeeded: both parties' counts start again, and the agreement is signed, or void. */
export function verified(market: Market, trade: Trade): MarketEvent[] {
  for (const user of [trade.buyer, trade.seller]) change(market, user, { usedTrades: 0n, usedEnergyWh: 0n });
  const missing = missingFor(market, trade);
  if (missing !== Reason.None) return voidTrade(market, trade, missing);
  sign(market, trade);
  return [event("Signed", trade.agreementId)];
}

/** Refuses the reasons that verdicts cannot give: they are the market's own. */
export function requireRefusalReason(reason: bigint): void {
  if (reason !== Reason.KeyRefused && reason !== Reason.CommitteeRefused) refuse("NotRefusalReason", reason);
}
