import { getAddress, isAddress } from "ethers";

import { accountAt } from "./network.js";
import { exactDecimal } from "../../src/data/decimal.js";
import { instant } from "../../src/data/timestamp.js";
import { UserError } from "../../src/model/errors.js";

/** Widths of the contracts' numbers. */
const LARGEST_ENERGY = 2n ** 48n - 1n;
const LARGEST_MONEY = 2n ** 96n - 1n;

/** Energy in kWh, to the Wh. @returns Wh @throws UserError naming the option */
export function energyOption(option: string, text: string): bigint {
  return read(option, text, exactDecimal(text, 3, LARGEST_ENERGY));
}

/** Money, or a price per MWh, in tokens to their sixth decimal. @returns base units @throws UserError naming the option */
export function moneyOption(option: string, text: string): bigint {
  return read(option, text, exactDecimal(text, 6, LARGEST_MONEY));
}

/** A whole number of so many bits. @throws UserError naming the option */
export function integerOption(option: string, text: string, bits: number): bigint {
  return read(option, text, exactDecimal(text, 0, 2n ** BigInt(bits) - 1n));
}

/** An ISO 8601 time with its zone. @returns Unix time, s @throws UserError naming the option */
export function timeOption(option: string, text: string): bigint {
  const time = instant(text, "refused");
  return read(option, text, typeof time === "string" ? time : time < 0 ? "is before 1970" : BigInt(time));
}

/** An address, or the number of one of the network's accounts. @throws UserError naming the option */
export function addressOption(option: string, text: string, accounts: readonly string[]): string {
  const valid: boolean = isAddress(text);
  if (valid) return getAddress(text);
  if (/^\d{1,9}$/.test(text)) return accountAt(accounts, option, text);
  throw new UserError(`${option} ${text}: is neither an address nor the number of an account of this network`);
}

/** What must be given. @throws UserError naming the option */
export function required(option: string, text: string | undefined, what: string): string {
  if (text === undefined || text === "") throw new UserError(`${option} is missing: give ${what}`);
  return text;
}

function read(option: string, text: string, value: bigint | string): bigint {
  if (typeof value === "string") throw new UserError(`${option} ${text}: ${value}`);
  return value;
}
