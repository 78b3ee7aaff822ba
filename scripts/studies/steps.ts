import type { MarketKind } from "../../src/market/market-kind.js";
import type { Column } from "../../src/report/column.js";
import type { BalanceCheck } from "../simulation/balance-check.js";
import type { StepTotals } from "../simulation/block-sender.js";

/** Transactions and gas of each step. */
export const CHAIN_STEPS: readonly Column<readonly [string, StepTotals]>[] = [
  { name: "step", heading: "Step", value: ([step]) => step },
  { name: "transactions", heading: "Transactions", value: ([, { transactions }]) => transactions },
  { name: "gas", heading: "Gas", value: ([, { gas }]) => gas },
  {
    name: "gas_per_transaction",
    heading: "Gas each",
    value: ([, { gas, transactions }]) => Number(gas) / transactions,
    decimals: 0,
  },
];

/** A market's balance check in one line. */
export function balanceText(kind: MarketKind, { free, margins, fees, held, tokens, balanced }: BalanceCheck): string {
  const sum = `${String(free)} free + ${String(margins)} margins + ${String(fees)} fees`;
  const result = balanced ? "every base unit is accounted for" : "DOES NOT BALANCE";
  return `Balance of the ${kind} market: ${result}: ${sum} = ${String(held)} held = ${String(tokens)} tokens\n`;
}
