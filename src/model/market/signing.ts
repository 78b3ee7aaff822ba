import { costDown } from "../settlement.js";
import { AgreementStatus, Reason } from "../terms.js";
import { UserStatus } from "./account.js";
import { event, type MarketEvent } from "./answer.js";
import { refill } from "./offers.js";
import { accountOf, change, type AgreementState, type Market } from "./state.js";
import { agreementStateOf, type Trade } from "./trade.js";

/** What keeps an agreement from being signed, if anything: a debt that came since, the margin or the fee. */
export function missingFor(market: Market, trade: Trade): bigint {
  const buyer = accountOf(market, trade.buyer);
  const seller = accountOf(market, trade.seller);
  if (buyer.openDebts > 0n || seller.openDebts > 0n) return Reason.DebtUnpaid;
  if (buyer.free < marginOf(trade)) return Reason.MarginMissing;
  if (seller.free < feeOf(trade)) return Reason.FeeMissing;
  return Reason.None;
}

/** Signs an agreement: the buyer puts up the margin, the seller pays the fee. */
export function sign(market: Market, trade: Trade): void {
  setStatus(market, trade, { status: AgreementStatus.Signed });
  const fee = feeOf(trade);
  change(market, trade.buyer, { free: accountOf(market, trade.buyer).free - marginOf(trade) });
  change(market, trade.seller, { free: accountOf(market, trade.seller).free - fee });
  market.fees += fee;
}

export function voidTrade(market: Market, trade: Trade, reason: bigint): MarketEvent[] {
  endUnsigned(market, trade, AgreementStatus.Void, reason);
  return [event("Voided", trade.agreementId, reason)];
}

export function terminate(market: Market, trade: Trade, reason: bigint): MarketEvent[] {
  endUnsigned(market, trade, AgreementStatus.Terminated, reason);
  return [event("Terminated", trade.agreementId, reason)];
}

/** An agreement that never came to be gives its energy back to the offer, and sets its buyer free. */
function endUnsigned(market: Market, trade: Trade, status: bigint, reason: bigint): void {
  setStatus(market, trade, { status, reason });
  refill(market, trade.offerId, trade.energyWh);
  change(market, trade.buyer, { status: UserStatus.Active });
}

/** Replaces some fields of an agreement's state. */
export function setStatus(market: Market, { agreementId }: Trade, fields: Partial<AgreementState>): void {
  market.agreements.set(agreementId, { ...agreementStateOf(market, agreementId), ...fields });
}

/** The buyer's margin, base units, rounded down. */
export function marginOf({ energyWh, offer }: Trade): bigint {
  return costDown(energyWh, offer.marginPerMWh);
}

/** The seller's fee, base units, rounded down. */
export function feeOf({ energyWh, offer }: Trade): bigint {
  return costDown(energyWh, offer.feePerMWh);
}
