import { costDown } from "../settlement.js";
import { type Agreement, AgreementStatus, type Offer, partiesOf, Reason } from "../terms.js";
import { type EmittedEvent, event, type MarketCall, revert } from "./answer.js";
import { refill } from "./offers.js";
import { accountOf, type AgreementState, change, type MarketState, UserStatus } from "./state.js";

/** An agreement with its ids and its parties. */
export interface Trade {
  readonly offerId: string;
  readonly agreementId: string;
  readonly offer: Offer;
  readonly energyWh: bigint;
  readonly buyer: string;
  readonly seller: string;
}

export function tradeOf({ cryptography }: MarketState, agreement: Agreement): Trade {
  return {
    offerId: cryptography.offerId(agreement.offer),
    agreementId: cryptography.agreementId(agreement),
    offer: agreement.offer,
    energyWh: agreement.energyWh,
    ...partiesOf(agreement),
  };
}

/** An agreement's state; status None before it is accepted. */
export function agreementStateOf(market: MarketState, agreementId: string): AgreementState {
  return market.agreements.get(agreementId) ?? NO_AGREEMENT;
}

/** The trade of an agreement, which must have this status. */
export function requireStatus(market: MarketState, agreement: Agreement, status: bigint): Trade {
  const trade = tradeOf(market, agreement);
  const actual = agreementStateOf(market, trade.agreementId).status;
  if (actual !== status) revert("WrongStatus", trade.agreementId, actual);
  return trade;
}

export function requireParty({ sender }: MarketCall, { buyer, seller }: Trade): void {
  if (sender !== buyer && sender !== seller) revert("NotParty", sender);
}

const NO_AGREEMENT: AgreementState = { status: AgreementStatus.None, reason: 0n, deadline: 0n, verification: 0n };

/** Why an agreement cannot be signed, if so: a debt of a party, or not enough money for the margin or the fee. */
export function missingFor(market: MarketState, trade: Trade): bigint {
  const buyer = accountOf(market, trade.buyer);
  const seller = accountOf(market, trade.seller);
  if (buyer.openDebts > 0n || seller.openDebts > 0n) return Reason.DebtUnpaid;
  if (buyer.free < marginOf(trade)) return Reason.MarginMissing;
  if (seller.free < feeOf(trade)) return Reason.FeeMissing;
  return Reason.None;
}

/** Signs an agreement: the buyer's margin is set aside, the seller pays the fee. */
export function sign(market: MarketState, trade: Trade): void {
  setStatus(market, trade, { status: AgreementStatus.Signed });
  const fee = feeOf(trade);
  change(market, trade.buyer, { free: accountOf(market, trade.buyer).free - marginOf(trade) });
  change(market, trade.seller, { free: accountOf(market, trade.seller).free - fee });
  market.fees += fee;
}

export function voidTrade(market: MarketState, trade: Trade, reason: bigint): EmittedEvent[] {
  endUnsigned(market, trade, AgreementStatus.Void, reason);
  return [event("Voided", trade.agreementId, reason)];
}

export function terminate(market: MarketState, trade: Trade, reason: bigint): EmittedEvent[] {
  endUnsigned(market, trade, AgreementStatus.Terminated, reason);
  return [event("Terminated", trade.agreementId, reason)];
}

/** Ends an agreement that was not signed: its energy returns to the offer, its buyer is unfrozen. */
function endUnsigned(market: MarketState, trade: Trade, status: bigint, reason: bigint): void {
  setStatus(market, trade, { status, reason });
  refill(market, trade.offerId, trade.energyWh);
  change(market, trade.buyer, { status: UserStatus.Active });
}

/** Replaces some fields of an agreement's state. */
export function setStatus(market: MarketState, { agreementId }: Trade, fields: Partial<AgreementState>): void {
  market.agreements.set(agreementId, { ...agreementStateOf(market, agreementId), ...fields });
}

/** The buyer's margin, base units, rounded down. */
export function marginOf({ energyWh, offer }: Trade): bigint {
  return costDown(energyWh, offer.marginPerMWh);
}

/** The seller's fee, base units, rounded down. */
function feeOf({ energyWh, offer }: Trade): bigint {
  return costDown(energyWh, offer.feePerMWh);
}
