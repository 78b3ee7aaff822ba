import type { MarketKind } from "../../src/market/market-kind.js";
import type { Column } from "../../src/report/column.js";
import type { Books } from "../simulation/balance-check.js";
import type { StepTotals } from "../simulation/block-sender.js";

/** What a chain was asked for, step by step. */
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

/** A market's books in one line. */
export function booksText(kind: MarketKind, { free, margins, fees, held, tokens, balanced }: Books): string {
  const sum = `${String(free)} free + ${String(margins)} margins + ${String(fees)} fees`;
  const verdict = balanced ? "balance to the last base unit" : "DO NOT BALANCE";
  return `Books of the ${kind} market ${verdict}: ${sum} = ${String(held)} held = ${String(tokens)} tokens\n`;
}
