import { getAddress, isAddress } from "ethers";

import { exactDecimal } from "../../src/data/decimal.js";
import { moment } from "../../src/data/timestamp.js";
import type { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import type { AgreementRecord, OfferRecord } from "../../src/market/ledger/records.js";
import { UsageError, UserError } from "../../src/model/errors.js";
import { didYouMean } from "../command-line/closest.js";
import { accountAt } from "./network.js";
import type { Session } from "./session.js";

// What the text of an option or argument stands for. Every UserError names the option.

/** Widths of the contracts' numbers. */
const LARGEST_ENERGY = 2n ** 48n - 1n;
const LARGEST_MONEY = 2n ** 96n - 1n;

/** Energy in kWh, exact to the Wh. @returns Wh @throws UserError */
export function energyOption(option: string, text: string): bigint {
  return read(option, text, exactDecimal(text, 3, LARGEST_ENERGY));
}

/** Money in tokens, exact to the sixth decimal. @returns base units @throws UserError */
export function moneyOption(option: string, text: string): bigint {
  return read(option, text, exactDecimal(text, 6, LARGEST_MONEY));
}

/**
 * A price in tokens with its unit, since people think in kWh and markets in MWh; exact to the sixth decimal per MWh.
 *
 * @returns base units per MWh
 * @throws UserError
 * @example priceOption("--price", "0.085/kWh") // 85_000_000n, as "85/MWh"
 */
export function priceOption(option: string, text: string): bigint {
  const [, number = text, unit] = PRICE.exec(text) ?? [];
  const amount = exactDecimal(number, unit?.toLowerCase() === "kwh" ? 9 : 6, LARGEST_MONEY);
  if (unit !== undefined) return read(option, text, amount);
  const isNumber = typeof amount !== "string";
  const problem = isNumber ? `has no unit: give ${text}/kWh or ${text}/MWh` : `is not a price: give ${PRICE_HINT}`;
  throw new UserError(`${option} ${text}: ${problem}`);
}

/** How a price is written. */
export const PRICE_HINT = "tokens with the unit, such as 0.085/kWh or 85/MWh";

const PRICE = /^([^/]*)\/(kWh|MWh)$/i;

/** A whole number of at most so many bits. @throws UserError */
export function integerOption(option: string, text: string, bits: number): bigint {
  return read(option, text, exactDecimal(text, 0, 2n ** BigInt(bits) - 1n));
}

/** An ISO 8601 time with its zone. @returns Unix time, s @throws UserError */
export function timeOption(option: string, text: string): bigint {
  const time = moment(text, "refused");
  if (typeof time === "string") return read(option, text, time);
  return read(option, text, time.startSeconds < 0 ? "is before 1970" : BigInt(time.startSeconds));
}

/** An address, or the number of one of the network's accounts. @throws UserError */
export function addressOption(option: string, text: string, accounts: readonly string[]): string {
  const valid: boolean = isAddress(text);
  if (valid) return getAddress(text);
  if (isAccountNumber(text)) return accountAt(accounts, option, text);
  throw new UsageError(`${option} ${text}: is neither an address nor the number of one of the network's accounts`);
}

/** An option or argument that must be given. @param what - what to give @throws UserError */
export function required(option: string, text: string | undefined, what: string): string {
  if (text === undefined || text === "") throw new UsageError(`${option} is missing: give ${what}`);
  return text;
}

function read(option: string, text: string, value: bigint | string): bigint {
  if (typeof value === "string") throw new UsageError(`${option} ${text}: ${value}`);
  return value;
}

/** Whether a text stands for one of the network's accounts, which only their keys or their node can name. */
export function namesAccounts(text: string | undefined): boolean {
  return text !== undefined && isAccountNumber(text);
}

function isAccountNumber(text: string): boolean {
  return /^\d{1,9}$/.test(text);
}

/** Fewest hex digits that stand for an id. */
const FEWEST_DIGITS = 6;
const ID = new RegExp(`^0x[0-9a-f]{${FEWEST_DIGITS},64}$`);

/** Finds an offer by its id or the first digits of it. @throws UserError when none or several match */
export function offerNamed(ledger: MarketLedger, text: string): OfferRecord {
  return onlyMatch("offer", "market offers", text, ledger.offers());
}

/** The agreement that a command's argument names, by its id or the first digits of it. @throws UserError */
export async function agreementNamed(
  { agreement }: { readonly agreement: string | undefined },
  session: Session,
): Promise<AgreementRecord> {
  const text = required("the agreement", agreement, "its id, as market status shows it");
  const ledger = await session.ledger();
  return onlyMatch("agreement", "market status", text, ledger.agreements());
}

/** What `market status` and `market history` are asked about. */
type Subject = { readonly user: string } | { readonly offer: OfferRecord } | { readonly agreement: AgreementRecord };

/**
 * A user by address or account number, or an offer or agreement by id; the account itself by default.
 *
 * @throws UserError
 */
export async function subjectNamed(of: string | undefined, session: Session): Promise<Subject> {
  if (of === undefined) return { user: session.account };
  const address: boolean = isAddress(of);
  if (address || isAccountNumber(of)) return { user: addressOption("the user", of, session.accounts) };
  const ledger = await session.ledger();
  const found = onlyMatch("offer or agreement", "market status", of, [...ledger.offers(), ...ledger.agreements()]);
  return "offerId" in found ? { agreement: found } : { offer: found };
}

/** The most mistyped digits for another id to be named. */
const MISTYPED = 2;

function onlyMatch<T extends { readonly id: string }>(what: string, where: string, text: string, all: readonly T[]): T {
  const beginning = text.toLowerCase();
  if (!ID.test(beginning)) {
    throw new UsageError(`${what} ${text}: is not an id: give 0x and at least its first ${FEWEST_DIGITS} hex digits`);
  }
  const matches = all.filter(({ id }) => id.startsWith(beginning));
  const [match, other] = matches;
  if (match === undefined) {
    const ids = all.map(({ id }) => id.slice(0, beginning.length));
    throw new UserError(
      `${what} ${text}: not found on this market; see ${where}${didYouMean(beginning, ids, { most: MISTYPED })}`,
    );
  }
  if (other !== undefined)
    throw new UserError(`${what} ${text}: ${matches.length} ids begin like this; give more digits`);
  return match;
}
