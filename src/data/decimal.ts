import { shown } from "./fault.js";

/** An offer's energy has 48 bits on chain; prices may have more there, but need not. */
const LARGEST = 2n ** 48n - 1n;

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * Reads a decimal number as an integer of 10^-`decimals` units, without floating point. Digits beyond the unit are
 * dropped: the value is rounded down.
 *
 * @param text - digits with an optional point, sign and exponent of ten, such as `0.3003` or `5e-05`
 * @param largest - the greatest integer accepted, 2^48 - 1 if left out
 * @returns the integer; otherwise (empty, not a number, negative, too large) the problem in words, to
 * which the caller adds the place
 * @example decimal("0.3003", 3) // 300n: kWh as Wh
 */
export function decimal(text: string, decimals: number, largest = LARGEST): bigint | string {
  const read = inUnits(text, decimals);
  return typeof read === "string" ? read : atMost(largest, read.value, text);
}

/** Reads a decimal number as {@link decimal} does, also a negative one, which is rounded down, too: away from zero. */
export function signedDecimal(text: string, decimals: number): bigint | string {
  if (!text.startsWith("-")) return decimal(text, decimals);
  const read = inUnits(text.slice(1), decimals);
  if (typeof read === "string" || /^[+-]/.test(text.slice(1)))
    return text === "-" ? `${shown(text)} is not a number` : decimal(text, decimals);
  const magnitude = read.value + (/[1-9]/.test(read.dropped) ? 1n : 0n);
  const checked = atMost(LARGEST, magnitude, text);
  return typeof checked === "string" ? checked : -checked;
}

/**
 * Reads a decimal number as {@link decimal} does, but does not accept digits beyond the unit: an amount that a person
 * asks for is never rounded.
 *
 * @param largest - the greatest integer accepted
 * @example exactDecimal("0.3003", 3, 1000n) // '"0.3003" has more than 3 decimals'
 */
export function exactDecimal(text: string, decimals: number, largest: bigint): bigint | string {
  const read = inUnits(text, decimals);
  if (typeof read === "string") return read;
  if (/[1-9]/.test(read.dropped)) return `${shown(text)} has more than ${decimals} decimals`;
  return atMost(largest, read.value, text);
}

/** The integer of units, and the digits beyond the unit. */
function inUnits(text: string, decimals: number): { value: bigint; dropped: string } | string {
  if (text === "") return "is empty";
  const [, sign, whole = "", fraction = "", exponent = "0"] = DECIMAL.exec(text) ?? [];
  const digits = whole + fraction;
  if (digits === "") return `${shown(text)} is not a number`;
  if (sign === "-" && /[1-9]/.test(digits)) return `${shown(text)} is negative`;
  const kept = Math.max(whole.length + Number(exponent) + decimals, 0);
  return { value: BigInt(digits.slice(0, kept).padEnd(kept, "0")), dropped: digits.slice(kept) };
}

function atMost(largest: bigint, value: bigint, text: string): bigint | string {
  return value > largest ? `${shown(text)} is too large` : value;
}

/** An integer of 10^-`decimals` units as a decimal number; trailing zeros are dropped down to two decimals. */
export function decimalText(value: bigint, decimals: number): string {
  const digits = String(value).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals).replace(/(?<=..)0+$/, "")}`;
}
