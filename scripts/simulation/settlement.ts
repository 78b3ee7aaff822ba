import { settleData } from "../../src/market/market-calls.js";
import { argumentsOf } from "../../src/market/market-events.js";
import { signReading } from "../../src/market/typed-data.js";
import { partiesOf } from "../../src/model/terms.js";
import type { KeyHolder } from "./participants.js";
import type { MarketBench } from "./simulated-market.js";
import { followTrade, type Trade } from "./trade.js";

/** A trade and what its meter read, Wh. */
export interface MeteredTrade {
  readonly trade: Trade;
  readonly energyWh: bigint;
}

/** How a trade was settled: the market's own words. Energy in Wh, money in base units. */
export interface Settled {
  readonly trade: Trade;
  readonly energyWh: bigint;
  readonly outcome: bigint;
  readonly paid: bigint;
  readonly debt: bigint;
}

/** Settles signed trades, each by a transaction of its seller with the reading that the buyer's meter signs. */
export async function settleTrades(
  bench: MarketBench,
  readings: readonly MeteredTrade[],
  notBefore: bigint,
): Promise<Settled[]> {
  const calls = readings.values().map(async ({ trade, energyWh }) => {
    const { agreement, id } = trade;
    const { signer } = meterOf(bench, agreement.meter);
    const signature = await signReading(signer, bench.domain, { agreement: id, energyWh });
    return bench.rawCall("settle", partiesOf(agreement).seller, settleData(agreement, energyWh, signature));
  });
  return bench.mineAndRead(
    calls,
    (receipt, i) => {
      const { trade } = readings[i] as MeteredTrade;
      const { energyWh, outcome, paid, debt } = argumentsOf(followTrade(bench, trade, receipt), "Settled");
      return { trade, energyWh, outcome, paid, debt } as Settled;
    },
    notBefore,
  );
}

function meterOf(bench: MarketBench, address: string): KeyHolder {
  const meter = bench.meters.get(address);
  if (meter === undefined) throw new Error(`${address} is not a meter of this market`);
  return meter;
}
