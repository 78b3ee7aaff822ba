import { formatCell } from "../column.js";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A power of ten as people write it.
 *
 * @param exponent - an integer
 * @example powerOfTen(-12) // "10⁻¹²"
 */
export function powerOfTen(exponent: number): string {
  if (exponent === 0) return "1";
  const digits = String(exponent).replaceAll(/\d/g, (digit) => SUPERSCRIPTS.charAt(Number(digit)));
  return `10${digits.replace("-", "⁻")}`;
}

/** A number in full, its digits grouped. Plot's own format of a logarithmic axis would leave some ticks unnamed. */
export function plain(value: number): string {
  return formatCell(value);
}

/**
 * A number in the few characters that a narrow panel has room for.
 *
 * @example compact(12_500) // "12.5k"
 */
export function compact(value: number): string {
  return Math.abs(value) >= 1000 ? `${value / 1000}k` : String(value);
}
