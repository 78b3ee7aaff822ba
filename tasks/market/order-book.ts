import { isoInstant } from "../../src/data/timestamp.js";
import type { OfferRecord } from "../../src/market/ledger/records.js";
import { Side } from "../../src/model/terms.js";
import { kWh, tokens } from "../../src/report/amounts.js";
import { toTextTable } from "../../src/report/table.js";

/** The open offers of one side at one price, added up. */
interface Level {
  readonly pricePerMWh: bigint;
  readonly energyWh: bigint;
  readonly offers: number;
}

/** The open offers of a delivery period: sellers by ascending, buyers by descending price. */
interface Period {
  readonly deliveryStart: bigint;
  readonly deliveryEnd: bigint;
  readonly sell: readonly Level[];
  readonly buy: readonly Level[];
}

/** The order book: open offers by delivery period and price, the earliest period first. */
export function orderBookOf(offers: readonly OfferRecord[]): Period[] {
  const periods = Map.groupBy(offers, ({ terms }) => `${terms.deliveryStart} ${terms.deliveryEnd}`);
  return [...periods.values()]
    .map((inPeriod) => {
      const { deliveryStart, deliveryEnd } = (inPeriod[0] as OfferRecord).terms;
      return { deliveryStart, deliveryEnd, sell: levelsOf(inPeriod, Side.Sell), buy: levelsOf(inPeriod, Side.Buy) };
    })
    .sort((a, b) => ascending(a.deliveryStart, b.deliveryStart) || ascending(a.deliveryEnd, b.deliveryEnd));
}

function levelsOf(offers: readonly OfferRecord[], side: Side): Level[] {
  const prices = Map.groupBy(
    offers.filter(({ terms }) => terms.side === side),
    ({ terms }) => terms.pricePerMWh,
  );
  const levels = [...prices].map(([pricePerMWh, at]) => ({
    pricePerMWh,
    energyWh: at.reduce((sum, { remainingWh }) => sum + remainingWh, 0n),
    offers: at.length,
  }));
  const best = side === Side.Sell ? 1 : -1;
  return levels.sort((a, b) => best * ascending(a.pricePerMWh, b.pricePerMWh));
}

/** The order book as people read it: in each period sellers above buyers, the best prices next to each other. */
export function orderBookText(book: readonly Period[], symbol: string): string {
  if (book.length === 0) return "No open offers.\n";
  return book.map((period) => periodText(period, symbol)).join("\n");
}

interface Line extends Level {
  readonly side: string;
}

function periodText({ deliveryStart, deliveryEnd, sell, buy }: Period, symbol: string): string {
  const lines = [
    ...sell.toReversed().map((level): Line => ({ ...level, side: "sell" })),
    ...buy.map((level): Line => ({ ...level, side: "buy" })),
  ];
  const table = toTextTable<Line>(
    [
      { name: "side", heading: "Side", value: ({ side }) => side },
      { name: "price", heading: `${symbol}/MWh`, numeric: true, value: ({ pricePerMWh }) => tokens(pricePerMWh) },
      { name: "energy", heading: "Energy [kWh]", numeric: true, value: ({ energyWh }) => kWh(energyWh) },
      { name: "offers", heading: "Offers", value: ({ offers }) => offers },
    ],
    lines,
  );
  return `Delivery ${isoInstant(Number(deliveryStart))} to ${isoInstant(Number(deliveryEnd))}\n\n${table}`;
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
