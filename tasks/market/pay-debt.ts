import { argumentsOf } from "../../src/market/market-events.js";
import { moneyFact } from "./facts.js";
import { agreementCommand } from "./on-agreement.js";

/** Pays what a buyer owes for an agreement, out of the buyer's balance. */
export default agreementCommand("pay-debt", "payDebt", (events, { symbol }) => {
  const { amount, remaining } = argumentsOf(events, "DebtPaid") as { amount: bigint; remaining: bigint };
  return [moneyFact("paid", "paid", amount, symbol), moneyFact("debt", "still owed", remaining, symbol)];
});
