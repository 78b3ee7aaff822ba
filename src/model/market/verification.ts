import { AgreementStatus, Reason, type Agreement } from "../terms.js";
import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import {
  agreementStateOf,
  missingFor,
  requireParty,
  requireStatus,
  sign,
  terminate,
  type Trade,
  voidTrade,
} from "./trade.js";
import { change, type MarketState } from "./state.js";

/** Ends an agreement that awaits verification; the caller is one of its parties. */
export function decline(market: MarketState, call: MarketCall, agreement: Agreement): EmittedEvent[] {
  const trade = requireStatus(market, agreement, AgreementStatus.AwaitingVerification);
  requireParty(call, trade);
  return terminate(market, trade, Reason.PartyDeclined);
}

/** Ends an agreement that was not verified by its deadline. */
export function expire(market: MarketState, { now }: MarketCall, agreement: Agreement): EmittedEvent[] {
  const trade = requireStatus(market, agreement, AgreementStatus.AwaitingVerification);
  const { deadline } = agreementStateOf(market, trade.agreementId);
  if (now <= deadline) revert("DeadlineNotPassed", deadline);
  return terminate(market, trade, Reason.DeadlinePassed);
}

/** The trade of an agreement, which must await verification and be within its deadline. */
export function requireVerifiable(market: MarketState, { now }: MarketCall, agreement: Agreement): Trade {
  const trade = requireStatus(market, agreement, AgreementStatus.AwaitingVerification);
  const { deadline } = agreementStateOf(market, trade.agreementId);
  if (now > deadline) revert("DeadlinePassed", deadline);
  return trade;
}

/** Full verification succeeded: both parties' counts restart from zero, and the agreement is signed or void. */
export function verified(market: MarketState, trade: Trade): EmittedEvent[] {
  for (const user of [trade.buyer, trade.seller]) change(market, user, { usedTrades: 0n, usedEnergyWh: 0n });
  const missing = missingFor(market, trade);
  if (missing !== Reason.None) return voidTrade(market, trade, missing);
  sign(market, trade);
  return [event("Signed", trade.agreementId)];
}

/** Requires a reason that a verdict can give; the others are the market's own. */
export function requireRefusalReason(reason: bigint): void {
  if (reason !== Reason.KeyRefused && reason !== Reason.CommitteeRefused) revert("NotRefusalReason", reason);
}
