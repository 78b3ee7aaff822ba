import { decimal, signedDecimal } from "../decimal.js";
import { energyOf } from "../energy.js";
import { type DecimalSign, plainNumber } from "../number-form.js";
import { type Unit, UNITS } from "./table-format.js";

/** Decimals of the payment token. */
const TOKEN_DECIMALS = 6;

/** Digits of power kept after the point, so that the last one is a microwatt. */
const MICROWATT_DECIMALS = { W: 6, kW: 9 } as const;

/** A value as it is read: energy in microjoules, power in microwatts, a price in base units a MWh. */
type Quantity = bigint;

/** Whether a unit is one of power. */
export function isPower(unit: Unit): unit is keyof typeof MICROWATT_DECIMALS {
  return unit === "W" || unit === "kW";
}

/** Reads an amount of a unit: microjoules or microwatts, or the problem in words. */
export function amountOf(text: string, unit: Unit, sign: DecimalSign | undefined): Quantity | string {
  const number = plainNumber(text, sign);
  if (typeof number === "string") return number;
  return isPower(unit) ? decimal(number.plain, MICROWATT_DECIMALS[unit]) : energyOf(number.plain, unit);
}

/** Reads a price of a MWh, which may be negative: base units, rounded down, or the problem in words. */
export function priceOf(text: string, sign: DecimalSign | undefined): Quantity | string {
  const number = plainNumber(text, sign);
  return typeof number === "string" ? number : signedDecimal(number.plain, TOKEN_DECIMALS);
}

/** The unit of a name in any case; undefined if it is none of energy or power. */
export function unitNamed(text = ""): Unit | undefined {
  return UNITS.find((unit) => unit.toLowerCase() === text.toLowerCase());
}

/** The unit in a column's name, such as `Energy (kWh)` or `energy_kwh`; undefined if there is none. */
export function unitIn(name: string): Unit | undefined {
  const [, text] = /(?:^|[\s([_])(kwh|wh|mwh|kw|w)[\])]?$/i.exec(name) ?? [];
  return unitNamed(text);
}
