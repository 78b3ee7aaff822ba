import type { AgreementRecord } from "../../market/ledger/records.js";
import { nameOf, Outcome } from "../../model/terms.js";

/** What was settled. Energy in Wh, money in base units. */
export interface Settlements {
  readonly count: number;
  readonly energyWh: bigint;
  readonly paid: bigint;
  readonly outcomes: Readonly<Record<keyof typeof Outcome, number>>;
}

/** What buyers still owe, base units. */
export interface Debts {
  readonly open: number;
  readonly outstanding: bigint;
}

export function settlementsIn(agreements: readonly AgreementRecord[]): Settlements {
  const settlements = agreements.flatMap(({ settlement }) => settlement ?? []);
  const outcomes = Object.fromEntries(Object.keys(Outcome).map((name) => [name, 0])) as Record<
    keyof typeof Outcome,
    number
  >;
  for (const { outcome } of settlements) outcomes[nameOf(Outcome, outcome) as keyof typeof Outcome]++;
  return {
    count: settlements.length,
    energyWh: settlements.reduce((total, { energyWh }) => total + energyWh, 0n),
    paid: settlements.reduce((total, { paid }) => total + paid, 0n),
    outcomes,
  };
}

export function debtsIn(agreements: readonly AgreementRecord[]): Debts {
  const open = agreements.filter(({ debt }) => debt > 0n);
  return { open: open.length, outstanding: open.reduce((total, { debt }) => total + debt, 0n) };
}
