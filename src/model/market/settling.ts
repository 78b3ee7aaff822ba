import { costDown, dueDown } from "../settlement.js";
import { AgreementStatus, Outcome, type Agreement } from "../terms.js";
import { accountOf, change, type MarketState, UserStatus } from "./state.js";
import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { pay } from "./clearing-accounts.js";
import { marginOf, requireParty, requireStatus, setStatus, type Trade, tradeOf } from "./trade.js";

/** Settles an agreement by its clauses with a signed meter reading (Wh): once, after its delivery period. */
export function settle(
  market: MarketState,
  call: MarketCall,
  agreement: Agreement,
  energyWh: bigint,
  meterSignature: string,
): EmittedEvent[] {
  const trade = requireDelivered(market, call, agreement);
  const statement = { kind: "reading", agreementId: trade.agreementId, energyWh } as const;
  const signer = market.cryptography.recover(statement, meterSignature);
  if (signer !== agreement.meter) revert("WrongMeter", signer, agreement.meter);
  return conclude(market, trade, energyWh, dueDown(agreement.energyWh, energyWh, agreement.offer));
}

/** Settles at the agreed energy if no reading came within the reading window; the caller is one of the parties. */
export function settleUnmetered(market: MarketState, call: MarketCall, agreement: Agreement): EmittedEvent[] {
  const trade = requireDelivered(market, call, agreement);
  requireParty(call, trade);
  const windowEnd = agreement.offer.deliveryEnd + market.parameters.readingWindow;
  if (call.now < windowEnd) revert("ReadingWindowOpen", windowEnd);
  const amount = costDown(agreement.energyWh, agreement.offer.pricePerMWh);
  return conclude(market, trade, agreement.energyWh, { amount, outcome: Outcome.Unmetered });
}

function requireDelivered(market: MarketState, { now }: MarketCall, agreement: Agreement): Trade {
  const trade = requireStatus(market, agreement, AgreementStatus.Signed);
  const { deliveryEnd } = agreement.offer;
  if (now < deliveryEnd) revert("DeliveryNotEnded", deliveryEnd);
  return trade;
}

function conclude(
  market: MarketState,
  trade: Trade,
  energyWh: bigint,
  { amount, outcome }: ReturnType<typeof dueDown>,
): EmittedEvent[] {
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

/** Pays a debt, or as much of it as the debtor's free balance covers. */
export function payDebt(market: MarketState, _call: MarketCall, agreement: Agreement): EmittedEvent[] {
  const { agreementId, buyer, seller } = tradeOf(market, agreement);
  const debt = debtOf(market, agreementId);
  if (debt === 0n) revert("NoDebt", agreementId);
  if (accountOf(market, buyer).free === 0n) revert("BalanceTooLow", buyer, 0n, debt);

  const paid = pay(market, buyer, seller, debt, 0n);
  const remaining = debt - paid;
  market.debts.set(agreementId, remaining);
  if (remaining === 0n) change(market, buyer, { openDebts: accountOf(market, buyer).openDebts - 1n });
  return [event("DebtPaid", agreementId, paid, remaining)];
}

/** What the buyer of a settled agreement still owes the seller, base units. @public */
export function debtOf(market: MarketState, agreementId: string): bigint {
  return market.debts.get(agreementId) ?? 0n;
}
