/** Decimals of energy in kWh, and of money and prices in tokens of six decimals. */
const KWH_DECIMALS = 3;
const TOKEN_DECIMALS = 6;
/** Money always shows its hundredths. */
const HUNDREDTHS = 2;

/** Energy in kWh for people, exact. @example kWh(1_234_500n) // "1,234.5" */
export function kWh(energyWh: bigint): string {
  return decimalText(energyWh, KWH_DECIMALS, 0);
}

/** Money, or a price per MWh, in tokens for people, exact. @example tokens(1_234_500_000n) // "1,234.50" */
export function tokens(baseUnits: bigint): string {
  return decimalText(baseUnits, TOKEN_DECIMALS, HUNDREDTHS);
}

/** A price per MWh as one per kWh, in tokens, exact. @example perKWh(85_000_000n) // "0.085" */
export function perKWh(perMWh: bigint): string {
  return decimalText(perMWh, TOKEN_DECIMALS + KWH_DECIMALS, 0);
}

/** Energy in tenths of a Wh as kWh, exact. @example kWhOfTenths(12_345n) // "1.2345" */
export function kWhOfTenths(tenthsWh: bigint): string {
  return decimalText(tenthsWh, KWH_DECIMALS + 1, 0);
}

/** An integer of 10^-`decimals` units, thousands grouped, without trailing zeros beyond `atLeast` decimals. */
function decimalText(value: bigint, decimals: number, atLeast: number): string {
  const digits = value.toString().padStart(decimals + 1, "0");
  const whole = BigInt(digits.slice(0, -decimals)).toLocaleString("en-US");
  const fraction = digits.slice(-decimals).replace(/0+$/, "").padEnd(atLeast, "0");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/**
 * The first digits of a long id or address, enough to identify it and to type.
 *
 * @example shortId("0x1f8be00c06b2...")
 */
export function shortId(hex: string): string {
  return hex.slice(0, SHORT);
}

const SHORT = 14;
