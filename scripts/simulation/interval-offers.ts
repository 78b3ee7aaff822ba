import { offerIdOf } from "../../src/market/typed-data.js";
import { persistenceWh } from "../../src/model/forecast.js";
import type { OpenOffer } from "../../src/model/matching.js";
import { Side, type Offer } from "../../src/model/terms.js";
import { offerPrices, type DayInput, type DayRules } from "../../src/model/trading-day.js";
import type { Participant } from "./participants.js";
import type { MarketBench } from "./simulated-market.js";
import { declareCall } from "./trade.js";

/** An offer of the interval and what is left of it. */
export interface BookedOffer extends OpenOffer {
  readonly offer: Offer;
  remainingWh: bigint;
}

/** The offers of one interval, in the order in which buyers take them: roofs first, the supplier last. */
export type Book = ReadonlyMap<string, BookedOffer>;

/** Who sells on a day: the roofs in the order of the input, and the supplier. */
export interface Sellers {
  readonly roofs: readonly Participant[];
  readonly supplier: Participant;
}

/**
 * Opens an interval's book: roofs with a forecast surplus declare it, the supplier declares what the households'
 * forecasts need beyond that. Everybody sells at the interval's price.
 *
 * @param opensAt - Unix time, s: the interval's start
 */
export async function declareBook(
  bench: MarketBench,
  sellers: Sellers,
  { day, rules, interval }: { day: DayInput; rules: DayRules; interval: number },
  opensAt: bigint,
): Promise<Book> {
  const surpluses = sellers.roofs.map((declarer, i) => ({
    declarer,
    energyWh: persistenceWh(day.roofs[i]?.energyWh ?? [], interval),
  }));
  const demandWh = sum(day.households.map(({ energyWh }) => persistenceWh(energyWh, interval)));
  const restWh = demandWh - sum(surpluses.map(({ energyWh }) => energyWh));
  const terms = {
    side: Side.Sell,
    ...offerPrices(day.pricePerMwh[interval] ?? 0n, rules),
    feePerMWh: bench.parameters.feePerMWh,
    deliveryStart: opensAt + rules.gateSeconds,
    deliveryEnd: opensAt + BigInt(day.intervalSeconds),
    expiry: opensAt + rules.gateSeconds,
    number: BigInt(interval),
  };
  const offers = [...surpluses, { declarer: sellers.supplier, energyWh: restWh }]
    .filter(({ energyWh }) => energyWh > 0n)
    .map(({ declarer, energyWh }): Offer => ({ ...terms, declarer: declarer.address, energyWh }));
  await bench.mine(
    offers.map((offer) => declareCall(bench, offer)),
    opensAt,
  );
  return new Map(
    offers.map((offer) => {
      const id = offerIdOf(offer);
      return [id, { id, offer, remainingWh: offer.energyWh }];
    }),
  );
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
