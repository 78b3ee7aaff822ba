import { fillsOf } from "../../src/model/day-rules.js";
import { AgreementStatus } from "../../src/model/terms.js";
import type { StepCall } from "./calls.js";
import type { IntervalOffers, IntervalOffer } from "./interval-offers.js";
import type { Participant } from "./participants.js";
import type { SimulatedMarket } from "./simulated-market.js";
import { acceptCall, tradeIn, type SimulatedTrade } from "./trade.js";

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

/**
 * Households accept offers until their demand is filled, in rounds: one acceptance each, in order. Each simulates the
 * call before it sends, as a wallet does. If that reverts, the household gives up and its missing energy is counted.
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
    const reverts = await Promise.all(orders.map(({ call }) => market.revertOf(call)));
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
