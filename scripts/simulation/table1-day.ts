import type { PlannedAcceptance, PlannedDay } from "../../src/model/table1.js";
import { AgreementStatus, Side, type Offer } from "../../src/model/terms.js";
import { offerPrices, type ClauseShares } from "../../src/model/trading-day.js";
import { settleTrades, type Settled } from "./settlement.js";
import type { MarketBench } from "./simulated-market.js";
import { acceptCall, declareCall, tradeIn, type Trade } from "./trade.js";
import { verifyTrades } from "./verification.js";

/** A day, s: trading on one, delivery on the next. */
export const DAY = 86_400n;

/**
 * A day's trading, from midnight on (Unix time, s): some users take all their money out; sellers declare the next day's
 * energy, buyers accept, agreements that need it are verified; in the evening the money comes back.
 *
 * @returns the trades, in the order of the plan's acceptances
 */
export async function tradeDay(
  bench: MarketBench,
  { emptied, offers, acceptances }: PlannedDay,
  clauses: ClauseShares,
  opensAt: bigint,
  day: number,
): Promise<Trade[]> {
  const giveBack = await takeOut(bench, emptied, opensAt);
  const declared = offers.map(({ seller, energyWh, pricePerMWh }): Offer => ({
    declarer: addressOf(bench, seller),
    side: Side.Sell,
    energyWh,
    ...offerPrices(pricePerMWh, clauses),
    feePerMWh: bench.parameters.feePerMWh,
    deliveryStart: opensAt + DAY,
    deliveryEnd: opensAt + 2n * DAY,
    expiry: opensAt + DAY,
    number: BigInt(day),
  }));
  await bench.mine(
    declared.values().map((offer) => declareCall(bench, offer)),
    opensAt,
  );
  const offerOf = (acceptance: PlannedAcceptance | undefined) => declared[acceptance?.offer ?? NaN] as Offer;
  const trades = await bench.mineAndRead(
    acceptances.values().map((acceptance) => {
      const { buyer, energyWh } = acceptance;
      return acceptCall(bench, addressOf(bench, buyer), offerOf(acceptance), energyWh);
    }),
    (receipt, i) => tradeIn(bench, receipt, offerOf(acceptances[i])),
  );
  await verifyTrades(
    bench,
    trades.filter(({ status }) => status === AgreementStatus.AwaitingVerification),
  );
  await giveBack();
  return trades;
}

/** Settles a day's signed agreements once they are delivered, at what the meters read by the plan. */
export function settleDay(
  bench: MarketBench,
  { acceptances }: PlannedDay,
  trades: readonly Trade[],
  opensAt: bigint,
): Promise<Settled[]> {
  const readings = trades.map((trade, i) => ({ trade, energyWh: acceptances[i]?.meteredWh ?? 0n }));
  return settleTrades(
    bench,
    readings.filter(({ trade }) => trade.status === AgreementStatus.Signed),
    opensAt,
  );
}

/** Has users withdraw all they have. @returns what puts it back */
async function takeOut(bench: MarketBench, users: readonly number[], notBefore: bigint): Promise<() => Promise<void>> {
  const owners = await Promise.all(
    users.map(async (user) => {
      const address = addressOf(bench, user);
      const { free } = (await bench.read("accountOf", [address])) as { free: bigint };
      return { address, free };
    }),
  );
  await bench.mine(
    owners.map(({ address, free }) => bench.call("withdraw", address, "withdraw", [free, address])),
    notBefore,
  );
  return async () => {
    await bench.mine(
      owners.flatMap(({ address, free }) => [
        bench.tokenCall("approve", address, "approve", [bench.market, free]),
        bench.call("pay back", address, "deposit", [address, free]),
      ]),
    );
  };
}

function addressOf(bench: MarketBench, user: number): string {
  const participant = bench.participants[user];
  if (participant === undefined) throw new RangeError(`there is no user ${String(user)}`);
  return participant.address;
}
