import { formatCell } from "../column.js";

/**
 * Ticks of a logarithmic axis from `low` to `high`, both above 0: 1, 2 and 5 times the powers of ten, or 1 and 3 times
 * them, or the powers alone, whichever is the first to give no more than `most`.
 *
 * @example logTicks(300, 9000, 8) // [500, 1000, 2000, 5000]
 */
export function logTicks(low: number, high: number, most: number): number[] {
  const candidates = [[1, 2, 5], [1, 3], [1]].map((factors) => multiples(factors, low, high));
  return candidates.find((ticks) => ticks.length <= most) ?? candidates.at(-1) ?? [];
}

function multiples(factors: readonly number[], low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.log10(high); exponent += 1) {
    // Below 1, divided rather than multiplied: 2 / 10 is the number that 0.2 is written as.
    for (const factor of factors) ticks.push(exponent < 0 ? factor / 10 ** -exponent : factor * 10 ** exponent);
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

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
