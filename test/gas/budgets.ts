import type { GasFigures } from "./measure.js";

/** The most that a step of the improved market may cost, gas. */
export const STEP_BUDGETS: Readonly<Partial<Record<keyof GasFigures["improved"], number>>> = {
  declare: 85_000,
  "accept, fast lane": 80_000,
  "verify, both parties and 5 of 7 authorities": 140_000,
  "settle, in band": 65_000,
  "settle, excess": 65_000,
  "settle, shortfall": 65_000,
  "accept a signed offer, first": 130_000,
  "accept a signed offer, next": 85_000,
  "accept, each of 100 in a batch": 50_000,
  "accept, each of 100 offers to buy in a batch": 50_000,
  "settle, each of 100 in a batch": 40_000,
};

/** The most that a whole trade on the fast lane may cost, gas. */
export const TRADE_BUDGET = 220_000;

/** The most that an acceptance on the fast lane may cost, in multiples of its floor. */
export const FLOOR_BUDGET = 1.2;

/** A trade on the fast lane: declared, accepted, settled. */
export function fastTradeGas({ improved }: GasFigures): number {
  return improved.declare + improved["accept, fast lane"] + improved["settle, in band"];
}

/** A trade in the improved market that needs full verification. */
export function verifiedTradeGas({ improved }: GasFigures): number {
  const verification = improved["verify, both parties and 5 of 7 authorities"];
  return improved.declare + improved["accept, to be verified"] + verification + improved["settle, in band"];
}

/** A trade in the traditional market. */
export function traditionalTradeGas({ traditional }: GasFigures): number {
  const { declare, accept } = traditional;
  return declare + accept + traditional["verify, all 7 authorities"] + traditional["settle, in band"];
}

/** Gas of an acceptance on the fast lane over that of its floor. */
export function overFloor({ improved, floor }: GasFigures): number {
  return improved["accept, fast lane"] / floor["accept, fast lane"];
}

/** A line for each budget that is exceeded. */
export function overBudget(figures: GasFigures): string[] {
  const { improved } = figures;
  const held = [
    ...Object.keys(improved).map((name) => {
      const step = name as keyof typeof improved;
      return { name, value: improved[step], budget: STEP_BUDGETS[step] ?? Infinity };
    }),
    { name: "declare, accept and settle", value: fastTradeGas(figures), budget: TRADE_BUDGET },
    { name: "accept over its floor", value: overFloor(figures), budget: FLOOR_BUDGET },
  ];
  return held
    .filter(({ value, budget }) => value > budget)
    .map(({ name, value, budget }) => `${name}: ${value.toLocaleString("en")}, budget ${budget.toLocaleString("en")}`);
}
