import { type Agreement, AgreementStatus, type Offer, partiesOf } from "../terms.js";
import { type Call, refuse } from "./answer.js";
import type { AgreementState, Market } from "./state.js";

/** An agreement at work: its ids, its parties, its terms. */
export interface Trade {
  readonly offerId: string;
  readonly agreementId: string;
  readonly offer: Offer;
  readonly energyWh: bigint;
  readonly buyer: string;
  readonly seller: string;
}

export function tradeOf({ cryptography }: Market, agreement: Agreement): Trade {
  return {
    offerId: cryptography.offerId(agreement.offer),
    agreementId: cryptography.agreementId(agreement),
    offer: agreement.offer,
    energyWh: agreement.energyWh,
    ...partiesOf(agreement),
  };
}

/** An agreement's state; that of none before it was made. */
export function agreementStateOf(market: Market, agreementId: string): AgreementState {
  return market.agreements.get(agreementId) ?? NO_AGREEMENT;
}

/** The trade of an agreement that has this status. */
export function requireStatus(market: Market, agreement: Agreement, status: bigint): Trade {
  const trade = tradeOf(market, agreement);
  const actual = agreementStateOf(market, trade.agreementId).status;
  if (actual !== status) refuse("WrongStatus", trade.agreementId, actual);
  return trade;
}

export function requireParty({ sender }: Call, { buyer, seller }: Trade): void {
  if (sender !== buyer && sender !== seller) refuse("NotParty", sender);
}

const NO_AGREEMENT: AgreementState = { status: AgreementStatus.None, reason: 0n, deadline: 0n, verification: 0n };
