import { formatCell } from "../column.js";

/**
 * Ticks of a logarithmic axis from `low` to `high`, both above 0: 1, 2 and 5 times the powers of ten, or 1 and 3 times
 * them, or the powers alone: the first of these with at most `most` ticks.
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
    // Divided below 1, since 2 / 10 is exactly 0.2 and 2 * 0.1 may not be.
    for (const factor of factors) ticks.push(exponent < 0 ? factor / 10 ** -exponent : factor * 10 ** exponent);
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A power of ten with a superscript.
 *
 * @param exponent - an integer
 * @example powerOfTen(-12) // "10⁻¹²"
 */
export function powerOfTen(exponent: number): string {
  if (exponent === 0) return "1";
  const digits = String(exponent).replaceAll(/\d/g, (digit) => SUPERSCRIPTS.charAt(Number(digit)));
  return `10${digits.replace("-", "⁻")}`;
}

/** A number in full with grouped digits. Plot's own format omits some labels of a logarithmic axis. */
export function plain(value: number): string {
  return formatCell(value);
}

/**
 * A short number for a narrow panel.
 *
 * @example compact(12_500) // "12.5k"
 */
export function compact(value: number): string {
  return Math.abs(value) >= 1000 ? `${value / 1000}k` : String(value);
}
