import type { MeterSeries, PriceSeries } from "./series.js";
import { isoInstant } from "./timestamp.js";

/**
 * A meter series as the text of a file, `timestamp,meter,energy_kwh`, sorted by time: what `readMeters` reads back.
 * Names are written as they are and hold no comma or quote.
 */
export function meterCsv({ startSeconds, intervalSeconds, intervals, meters }: MeterSeries): string {
  const rows = Array.from({ length: intervals }, (_, index) => {
    const timestamp = isoInstant(startSeconds + index * intervalSeconds);
    return meters
      .map(({ name, energyWh }) => `${timestamp},${name},${decimalText(energyWh[index] ?? 0n, 3)}\n`)
      .join("");
  });
  return `timestamp,meter,energy_kwh\n${rows.join("")}`;
}

/** A price series as the text of a file, `timestamp,price_per_mwh`: what `readPrices` reads back. */
export function priceCsv({ startsAt, pricePerMwh }: PriceSeries): string {
  const rows = startsAt.map((seconds, index) => `${isoInstant(seconds)},${decimalText(pricePerMwh[index] ?? 0n, 6)}\n`);
  return `timestamp,price_per_mwh\n${rows.join("")}`;
}

/** An integer of 10^-`decimals` units as a decimal number, its zeros at the end dropped as far as two decimals. */
function decimalText(value: bigint, decimals: number): string {
  const digits = String(value).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals).replace(/(?<=..)0+$/, "")}`;
}
