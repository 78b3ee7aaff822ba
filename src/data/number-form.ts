import { shown } from "./fault.js";

/** The sign between whole numbers and their decimals; the other one, a space or an apostrophe groups thousands. */
export const DECIMAL_SIGNS = ["point", "comma"] as const;
export type DecimalSign = (typeof DECIMAL_SIGNS)[number];

const PLAIN = /^[+-]?\d*\.?\d*(?:[eE][+-]?\d+)?$/;

/** Groups of three digits. A single group without decimals may be decimals itself, as in 1.010, and does not match. */
const GROUPED = {
  point: /^[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,}|(?:[\s'\u2019]\d{3})+(?:\.\d+)?)$/,
  comma: /^[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,}|(?:[\s'\u2019]\d{3})+(?:,\d+)?)$/,
};

/**
 * Rewrites a number with a decimal comma or with groups of thousands, which are read only when it was said which sign
 * is the decimal one. Other text is given back as it is: it is no number, and its reader says so.
 *
 * @returns the number with a decimal point and without groups; or the problem in words
 * @example plainNumber("1.010,5", "comma") // { plain: "1010.5" }
 */
export function plainNumber(text: string, sign: DecimalSign | undefined): { readonly plain: string } | string {
  const isPlain = PLAIN.test(text);
  if (isPlain && (sign !== "comma" || !text.includes("."))) return { plain: text };
  if (sign === undefined) return unsaid(text) ?? { plain: text };
  if (GROUPED[sign].test(text)) {
    const ungrouped = text.replaceAll(sign === "comma" ? /[.\s'\u2019]/g : /[,\s'\u2019]/g, "");
    return { plain: ungrouped.replace(",", ".") };
  }
  if (sign === "comma" && /^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/.test(text)) return { plain: text.replace(",", ".") };
  if (!/^[+-]?[\d.,]+$/.test(text)) return { plain: text };
  return `${shown(text)} is no number with a decimal ${sign}: say --decimal ${sign === "comma" ? "point" : "comma"} if it is one with the other sign`;
}

function unsaid(text: string): string | undefined {
  if (/^[+-]?\d*,\d+$/.test(text)) {
    return `${shown(text)} has a comma: say --decimal comma if decimals follow it, or --decimal point if it groups thousands`;
  }
  for (const sign of DECIMAL_SIGNS)
    if (GROUPED[sign].test(text)) return `${shown(text)} has groups of thousands: say --decimal ${sign} to read it`;
  return undefined;
}
