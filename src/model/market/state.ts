import type { MarketParameters } from "../market-parameters.js";
import { NO_ACCOUNT, type Account } from "./account.js";
import type { Cryptography } from "./cryptography.js";
import type { PaymentToken } from "./payment-token.js";

/** Everything that a market holds, by the names of the contract. */
export interface Market {
  readonly address: string;
  readonly parameters: MarketParameters;
  readonly cryptography: Cryptography;
  readonly token: PaymentToken;
  readonly verification: Verification;
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

/** In what the two markets differ, apart from how they verify. */
export interface Verification {
  /** R of a user for a trade, WAD; below 1e18 the trade is spared full verification. */
  coefficient(market: Market, account: Account, energyWh: bigint): bigint;
  /** A buyer's status from acceptance until the trade has ended. */
  readonly statusInTrade: bigint;
}

export interface OfferState {
  readonly status: bigint;
  readonly remainingWh: bigint;
  readonly fills: bigint;
  /** Whether it began by its declarer's signature. */
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

/** A user's account; that of nobody when not registered. */
export function accountOf(market: Market, user: string): Account {
  return market.accounts.get(user) ?? NO_ACCOUNT;
}

/** Replaces some fields of a user's account. */
export function change(market: Market, user: string, fields: Partial<Account>): void {
  market.accounts.set(user, { ...accountOf(market, user), ...fields });
}
