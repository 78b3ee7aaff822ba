import type { MarketParameters } from "../market-parameters.js";
import type { Usage } from "../reliability.js";
import type { Cryptography } from "./cryptography.js";
import type { PaymentToken } from "./payment-token.js";

/** Everything that a market holds, by the contract's names. */
export interface MarketState {
  readonly address: string;
  readonly parameters: MarketParameters;
  readonly cryptography: Cryptography;
  readonly token: PaymentToken;
  readonly verification: VerificationRule;
  readonly accounts: Map<string, Account>;
  readonly keyHashes: Map<string, string>;
  readonly meters: Map<string, string>;
  readonly offers: Map<string, OfferState>;
  /** The lowest number that a declarer's signed offers can have. */
  readonly lowestNumbers: Map<string, bigint>;
  readonly agreements: Map<string, AgreementState>;
  /** What is still owed, base units, by agreement. */
  readonly debts: Map<string, bigint>;
  readonly authorities: string[];
  epoch: bigint;
  operator: string;
  nextOperator: string;
  paused: boolean;
  defaultCapTrades: bigint;
  defaultCapEnergyWh: bigint;
  feePerMWh: bigint;
  /** Fees not yet collected, base units. */
  fees: bigint;
  /** Free balances, margins and fees together, base units. */
  held: bigint;
}

/** What differs between the two markets, besides how they verify. */
export interface VerificationRule {
  /** R of a user for a trade, WAD; below 1e18 the trade needs no full verification. */
  coefficient(market: MarketState, account: Account, energyWh: bigint): bigint;
  /** A buyer's status from acceptance until the trade has ended. */
  readonly statusInTrade: bigint;
}

export interface OfferState {
  readonly status: bigint;
  readonly remainingWh: bigint;
  readonly fills: bigint;
  /** Whether an acceptance opened it with its declarer's signature. */
  readonly bySignature: boolean;
}

export interface AgreementState {
  readonly status: bigint;
  readonly reason: bigint;
  /** The latest moment at which it can be verified, s; zero on the fast lane. */
  readonly deadline: bigint;
  /** Checks of the traditional market: the epoch above 160 bits, one for each seat. */
  readonly verification: bigint;
}

/** A user's account; an empty one when not registered. */
export function accountOf(market: MarketState, user: string): Account {
  return market.accounts.get(user) ?? NO_ACCOUNT;
}

/** Replaces some fields of a user's account. */
export function change(market: MarketState, user: string, fields: Partial<Account>): void {
  market.accounts.set(user, { ...accountOf(market, user), ...fields });
}

/** Whether a user is registered, and whether frozen; the numbers are the contract's. */
export const UserStatus = { Unregistered: 0n, Active: 1n, Frozen: 2n } as const;

/** A user's account, as `Account` in `contracts/libraries/AccountWord.sol`. */
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

/** The account of an unregistered user. */
const NO_ACCOUNT: Account = {
  free: 0n,
  usedEnergyWh: 0n,
  capEnergyWh: 0n,
  usedTrades: 0n,
  capTrades: 0n,
  openDebts: 0n,
  status: UserStatus.Unregistered,
};

/** The part of an account that decides the reliability coefficient. */
export function usageOf(account: Account): Usage {
  const { usedTrades: trades, usedEnergyWh: energyWh, capTrades, capEnergyWh } = account;
  return { trades, energyWh, capTrades, capEnergyWh };
}
