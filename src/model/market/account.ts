import type { Usage } from "../reliability.js";

/** Whether a user is registered, and free to act; the numbers are the contract's. */
export const UserStatus = { Unregistered: 0n, Active: 1n, Frozen: 2n } as const;

/** What a market knows of a user, as `Account` in `contracts/libraries/AccountWord.sol`. */
export interface Account {
  /** Balance that the user may withdraw or trade with, base units. */
  readonly free: bigint;
  /** Energy of the fast-lane trades since the last full verification, Wh. */
  readonly usedEnergyWh: bigint;
  /** M, Wh. */
  readonly capEnergyWh: bigint;
  /** N_k. */
  readonly usedTrades: bigint;
  /** N. */
  readonly capTrades: bigint;
  /** Agreements whose settlement the user still owes. */
  readonly openDebts: bigint;
  readonly status: bigint;
}

/** The account of whoever is not registered. */
export const NO_ACCOUNT: Account = {
  free: 0n,
  usedEnergyWh: 0n,
  capEnergyWh: 0n,
  usedTrades: 0n,
  capTrades: 0n,
  openDebts: 0n,
  status: UserStatus.Unregistered,
};

/** What the reliability coefficient looks at. */
export function usageOf(account: Account): Usage {
  const { usedTrades: trades, usedEnergyWh: energyWh, capTrades, capEnergyWh } = account;
  return { trades, energyWh, capTrades, capEnergyWh };
}
