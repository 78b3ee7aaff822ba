import { UsageError } from "../src/model/errors.js";

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads a number from an option's text, as people write it: digits, a point, an exponent.
 *
 * @param option - as typed, for the message
 * @throws UsageError that names the option and its text
 * @example numberOption("--q", "0.3", { min: 0, max: 1 }) // 0.3
 */
export function numberOption(option: string, text: string, { min, max }: Range): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max))
    throw new UsageError(`${option} ${text}: must be a number from ${min} to ${max}`);
  return value;
}

/**
 * Reads a whole number from an option's text; `1e6` is one.
 *
 * @throws UsageError that names the option and its text
 * @example wholeOption("--z", "6", { min: 0, max: 100 }) // 6
 */
export function wholeOption(option: string, text: string, { min, max }: Range): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (!(Number.isInteger(value) && value >= min && value <= max)) {
    throw new UsageError(`${option} ${text}: must be a whole number from ${min} to ${max}`);
  }
  return value;
}

/**
 * Reads one of a few words.
 *
 * @throws UsageError that names the option, its text and the words
 * @example choiceOption("--law", "exact", ["poisson", "exact"]) // "exact"
 */
export function choiceOption<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((word) => word === text);
  if (choice === undefined) throw new UsageError(`${option} ${text}: must be ${EITHER.format(choices)}`);
  return choice;
}

const EITHER = new Intl.ListFormat("en-GB", { type: "disjunction" });

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
