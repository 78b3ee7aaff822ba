import { fillsOf } from "../../src/model/matching.js";
import { AgreementStatus } from "../../src/model/terms.js";
import type { Call } from "./calls.js";
import type { Book, BookedOffer } from "./interval-offers.js";
import type { Participant } from "./participants.js";
import type { MarketBench } from "./simulated-market.js";
import { acceptCall, tradeIn, type Trade } from "./trade.js";

/** What a household wants in an interval. */
export interface Demand {
  readonly household: Participant;
  /** Its forecast, Wh. */
  readonly forecastWh: bigint;
}

/** What an interval's demand came to. */
export interface Accepted {
  readonly trades: Trade[];
  /** Wh that could not be traded, by the name of the market's error. */
  readonly refusedWh: Map<string, bigint>;
}

interface Wish extends Demand {
  missingWh: bigint;
}

interface Order {
  readonly wish: Wish;
  readonly booked: BookedOffer;
  readonly energyWh: bigint;
  readonly call: Call;
}

/**
 * Households accept from the book until they are filled, in turns: one acceptance each a turn, in their order. Before
 * it sends, each asks the market, as a wallet does; who is refused gives up, and what it still wanted is noted.
 */
export async function acceptDemand(bench: MarketBench, book: Book, demands: readonly Demand[]): Promise<Accepted> {
  const accepted: Accepted = { trades: [], refusedWh: new Map() };
  let wishes: Wish[] = demands.map((demand) => ({ ...demand, missingWh: demand.forecastWh }));
  while (wishes.length > 0) {
    const orders = ordersOf(bench, book, wishes);
    const refusals = await Promise.all(orders.map(({ call }) => bench.refusalOf(call)));
    const sent = orders.filter((order, i) => takeUnlessRefused(order, refusals[i], accepted));
    const receipts = await bench.mine(sent.map(({ call }) => call));
    for (const [i, { wish, booked, energyWh }] of sent.entries()) {
      const trade = tradeIn(bench, receipts[i] as (typeof receipts)[number], booked.offer);
      accepted.trades.push(trade);
      wish.missingWh -= energyWh;
      if (trade.status === AgreementStatus.Void) booked.remainingWh += energyWh;
    }
    wishes = sent.map(({ wish }) => wish).filter(({ missingWh }) => missingWh > 0n);
  }
  return accepted;
}

/** Each wish's next fill, as if those before it in the turn had theirs. */
function ordersOf(bench: MarketBench, book: Book, wishes: readonly Wish[]): Order[] {
  return wishes.flatMap((wish) => {
    const [fill] = fillsOf(wish.missingWh, book.values());
    const booked = fill === undefined ? undefined : book.get(fill.offerId);
    if (fill === undefined || booked === undefined) return [];
    booked.remainingWh -= fill.energyWh;
    const call = acceptCall(bench, wish.household.address, booked.offer, fill.energyWh);
    return [{ wish, booked, energyWh: fill.energyWh, call }];
  });
}

function takeUnlessRefused(order: Order, refusal: string | undefined, { refusedWh }: Accepted): boolean {
  if (refusal === undefined) return true;
  order.booked.remainingWh += order.energyWh;
  refusedWh.set(refusal, (refusedWh.get(refusal) ?? 0n) + order.wish.missingWh);
  return false;
}
