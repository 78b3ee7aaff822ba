import { offerIdOf } from "../../src/market/typed-data.js";
import {
  type DayInput,
  type DayRules,
  fillsOf,
  offerPrices,
  type OpenOffer,
  persistenceWh,
} from "../../src/model/day-rules.js";
import { AgreementStatus, type Offer, Side } from "../../src/model/terms.js";
import type { StepCall } from "./calls.js";
import type { Participant } from "./participants.js";
import type { SimulatedMarket } from "./simulated-market.js";
import { acceptCall, declareCall, type SimulatedTrade, tradeIn } from "./trade.js";

/** A household's demand in an interval. */
export interface Demand {
  readonly household: Participant;
  /** Its forecast, Wh. */
  readonly forecastWh: bigint;
}

/** The trades of an interval's demand, and what could not be traded. */
interface AcceptedDemand {
  readonly trades: SimulatedTrade[];
  /** Wh that could not be traded, by the name of the market's error. */
  readonly refusedWh: Map<string, bigint>;
}

interface Wish extends Demand {
  missingWh: bigint;
}

interface Order {
  readonly wish: Wish;
  readonly source: IntervalOffer;
  readonly energyWh: bigint;
  readonly call: StepCall;
}

/** What the market reverts with when the gate has closed. */
export const TOO_LATE = "OfferExpired";

/**
 * Households accept offers until their demand is filled, in rounds: one acceptance each, in order. Each simulates the
 * call before it sends, as a wallet does. If that reverts, or the gate would close before it is mined, the household
 * gives up and its missing energy is counted.
 */
export async function acceptDemand(
  market: SimulatedMarket,
  offers: IntervalOffers,
  demands: readonly Demand[],
): Promise<AcceptedDemand> {
  const accepted: AcceptedDemand = { trades: [], refusedWh: new Map() };
  let wishes: Wish[] = demands.map((demand) => ({ ...demand, missingWh: demand.forecastWh }));
  while (wishes.length > 0) {
    const orders = ordersOf(market, offers, wishes);
    const reverts = await Promise.all(
      orders.map(async ({ call, source }, i) =>
        market.timeOf(i) >= source.offer.expiry ? TOO_LATE : await market.revertOf(call),
      ),
    );
    const sent = orders.filter((order, i) => takeUnlessReverted(order, reverts[i], accepted));
    const receipts = await market.mine(sent.map(({ call }) => call));
    for (const [i, { wish, source, energyWh }] of sent.entries()) {
      const trade = tradeIn(market, receipts[i] as (typeof receipts)[number], source.offer);
      accepted.trades.push(trade);
      wish.missingWh -= energyWh;
      if (trade.status === AgreementStatus.Void) source.remainingWh += energyWh;
    }
    wishes = sent.map(({ wish }) => wish).filter(({ missingWh }) => missingWh > 0n);
  }
  return accepted;
}

/** The next fill of each wish, given those before it in the round. */
function ordersOf(market: SimulatedMarket, offers: IntervalOffers, wishes: readonly Wish[]): Order[] {
  return wishes.flatMap((wish) => {
    const [fill] = fillsOf(wish.missingWh, offers.values());
    const source = fill === undefined ? undefined : offers.get(fill.offerId);
    if (fill === undefined || source === undefined) return [];
    source.remainingWh -= fill.energyWh;
    const call = acceptCall(market, wish.household.address, source.offer, fill.energyWh);
    return [{ wish, source, energyWh: fill.energyWh, call }];
  });
}

function takeUnlessReverted(order: Order, error: string | undefined, { refusedWh }: AcceptedDemand): boolean {
  if (error === undefined) return true;
  order.source.remainingWh += order.energyWh;
  refusedWh.set(error, (refusedWh.get(error) ?? 0n) + order.wish.missingWh);
  return false;
}

/** An offer of the interval, and what is left of it. */
interface IntervalOffer extends OpenOffer {
  readonly offer: Offer;
  remainingWh: bigint;
}

/** The offers of one interval by id, in the order in which buyers take them: roofs first, the supplier last. */
type IntervalOffers = ReadonlyMap<string, IntervalOffer>;

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
