import { costDown, dueDown, type Due } from "../settlement.js";
import { AgreementStatus, Outcome, type Agreement } from "../terms.js";
import { UserStatus } from "./account.js";
import { event, refuse, type Call, type MarketEvent } from "./answer.js";
import { pay } from "./clearing-accounts.js";
import { marginOf, setStatus } from "./signing.js";
import { accountOf, change, type Market } from "./state.js";
import { requireParty, requireStatus, tradeOf, type Trade } from "./trade.js";

/** Settles an agreement by its clauses with a signed meter reading (Wh), once, after its delivery period. */
export function settle(
  market: Market,
  call: Call,
  agreement: Agreement,
  energyWh: bigint,
  meterSignature: string,
): MarketEvent[] {
  const trade = requireDelivered(market, call, agreement);
  const statement = { kind: "reading", agreementId: trade.agreementId, energyWh } as const;
  const signer = market.cryptography.recover(statement, meterSignature);
  if (signer !== agreement.meter) refuse("WrongMeter", signer, agreement.meter);
  return conclude(market, trade, energyWh, dueDown(agreement.energyWh, energyWh, agreement.offer));
}

/** Settles at the agreed energy when no reading came within the window; the caller is one of the parties. */
export function settleUnmetered(market: Market, call: Call, agreement: Agreement): MarketEvent[] {
  const trade = requireDelivered(market, call, agreement);
  requireParty(call, trade);
  const windowEnd = agreement.offer.deliveryEnd + market.parameters.readingWindow;
  if (call.now < windowEnd) refuse("ReadingWindowOpen", windowEnd);
  const amount = costDown(agreement.energyWh, agreement.offer.pricePerMWh);
  return conclude(market, trade, agreement.energyWh, { amount, outcome: Outcome.Unmetered });
}

function requireDelivered(market: Market, { now }: Call, agreement: Agreement): Trade {
  const trade = requireStatus(market, agreement, AgreementStatus.Signed);
  const { deliveryEnd } = agreement.offer;
  if (now < deliveryEnd) refuse("DeliveryNotEnded", deliveryEnd);
  return trade;
}

function conclude(market: Market, trade: Trade, energyWh: bigint, { amount, outcome }: Due): MarketEvent[] {
  const { agreementId, buyer, seller } = trade;
  setStatus(market, trade, { status: AgreementStatus.Settled });
  change(market, buyer, { status: UserStatus.Active });
  const paid = pay(market, buyer, seller, amount, marginOf(trade));
  const debt = amount - paid;
  if (debt > 0n) {
    market.debts.set(agreementId, debt);
    change(market, buyer, { openDebts: accountOf(market, buyer).openDebts + 1n });
  }
  return [event("Settled", agreementId, outcome, energyWh, paid, debt)];
}

/** Pays a debt, or as much of it as the debtor's free balance holds. */
export function payDebt(market: Market, _call: Call, agreement: Agreement): MarketEvent[] {
  const { agreementId, buyer, seller } = tradeOf(market, agreement);
  const debt = debtOf(market, agreementId);
  if (debt === 0n) refuse("NoDebt", agreementId);
  if (accountOf(market, buyer).free === 0n) refuse("BalanceTooLow", buyer, 0n, debt);

  const paid = pay(market, buyer, seller, debt, 0n);
  const remaining = debt - paid;
  market.debts.set(agreementId, remaining);
  if (remaining === 0n) change(market, buyer, { openDebts: accountOf(market, buyer).openDebts - 1n });
  return [event("DebtPaid", agreementId, paid, remaining)];
}

/** What the buyer of a settled agreement still owes its seller, base units. */
export function debtOf(market: Market, agreementId: string): bigint {
  return market.debts.get(agreementId) ?? 0n;
}
