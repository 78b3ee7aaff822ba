import { offerIdOf } from "../../src/market/typed-data.js";
import { type DayInput, type DayRules, offerPrices, type OpenOffer, persistenceWh } from "../../src/model/day-rules.js";
import { Side, type Offer } from "../../src/model/terms.js";
import type { Participant } from "./participants.js";
import type { SimulatedMarket } from "./simulated-market.js";
import { declareCall } from "./trade.js";

/** An offer of the interval, and what is left of it. */
export interface IntervalOffer extends OpenOffer {
  readonly offer: Offer;
  remainingWh: bigint;
}

/** The offers of one interval by id, in the order in which buyers take them: roofs first, the supplier last. */
export type IntervalOffers = ReadonlyMap<string, IntervalOffer>;

/** The sellers of a day: the roofs in the order of the input, and the supplier. */
export interface Sellers {
  readonly roofs: readonly Participant[];
  readonly supplier: Participant;
}

/**
 * Declares an interval's offers. Roofs offer their forecast surplus; the supplier offers what the households' forecasts
 * need beyond that. All sell at the interval's price.
 *
 * @param opensAt - Unix time, s: the interval's start
 */
export async function declareIntervalOffers(
  market: SimulatedMarket,
  sellers: Sellers,
  { day, rules, interval }: { day: DayInput; rules: DayRules; interval: number },
  opensAt: bigint,
): Promise<IntervalOffers> {
  const surpluses = sellers.roofs.map((declarer, i) => ({
    declarer,
    energyWh: persistenceWh(day.roofs[i]?.energyWh ?? [], interval),
  }));
  const demandWh = sum(day.households.map(({ energyWh }) => persistenceWh(energyWh, interval)));
  const restWh = demandWh - sum(surpluses.map(({ energyWh }) => energyWh));
  const terms = {
    side: Side.Sell,
    ...offerPrices(day.pricePerMwh[interval] ?? 0n, rules),
    feePerMWh: market.parameters.feePerMWh,
    deliveryStart: opensAt + rules.gateSeconds,
    deliveryEnd: opensAt + BigInt(day.intervalSeconds),
    expiry: opensAt + rules.gateSeconds,
    number: BigInt(interval),
  };
  const offers = [...surpluses, { declarer: sellers.supplier, energyWh: restWh }]
    .filter(({ energyWh }) => energyWh > 0n)
    .map(({ declarer, energyWh }): Offer => ({ ...terms, declarer: declarer.address, energyWh }));
  await market.mine(
    offers.map((offer) => declareCall(market, offer)),
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
