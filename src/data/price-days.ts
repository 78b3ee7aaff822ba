import { dayRanges, intervalsPerDay } from "./day-grid.js";
import { fault } from "./fault.js";
import type { PriceSeries } from "./series.js";
import { dayOf, isoInstant, parseDay } from "./timestamp.js";

/**
 * The UTC days of which a price file has every interval, in order.
 *
 * @throws UserError when the file's intervals do not fill a UTC day
 */
export function completePriceDays(series: PriceSeries): string[] {
  const perDay = pricesPerDay(series);
  const counts = new Map<string, number>();
  for (const seconds of series.startsAt) {
    const day = dayOf(seconds);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  // No interval stands twice, so a full count is a full day.
  return [...counts].filter(([, count]) => count === perDay).map(([day]) => day);
}

/**
 * The prices of a UTC day by interval of the day, in base units per MWh.
 *
 * @param day - such as `2018-09-26`
 * @throws UserError for a day that lacks an interval: names the first one and the days that can be chosen
 */
export function pricesOfDay(series: PriceSeries, day: string): bigint[] {
  const { source, startsAt, lines } = series;
  const midnight = parseDay(day);
  const perDay = pricesPerDay(series);
  const prices: bigint[] = [];
  let index = startsAt.findIndex((seconds) => seconds >= midnight);
  for (let interval = 0; interval < perDay; interval++, index++) {
    const expected = midnight + interval * series.intervalSeconds;
    const price = startsAt[index] === expected ? series.pricePerMwh[index] : undefined;
    if (price === undefined) {
      const place = { source, line: lines[index] ?? lines.at(-1), column: "timestamp" };
      const choice = dayRanges(completePriceDays(series));
      throw fault(place, `${isoInstant(expected)} is missing, so the day has no prices; complete days: ${choice}`);
    }
    prices.push(price);
  }
  return prices;
}

function pricesPerDay({ source, startsAt: [startSeconds = 0], intervalSeconds }: PriceSeries): number {
  return intervalsPerDay({ source, startSeconds, intervalSeconds });
}
