import { argumentsOf } from "../../src/market/market-events.js";
import { signReading } from "../../src/market/typed-data.js";
import { partiesOf } from "../../src/model/terms.js";
import type { KeyHolder } from "./participants.js";
import type { SimulatedMarket } from "./simulated-market.js";
import { followTrade, type SimulatedTrade } from "./trade.js";

/** A trade and its meter reading, Wh. */
interface MeteredTrade {
  readonly trade: SimulatedTrade;
  readonly energyWh: bigint;
}

/** A settlement as the market's `Settled` event reports it. Energy in Wh, money in base units. */
export interface SettledTrade {
  readonly trade: SimulatedTrade;
  readonly energyWh: bigint;
  readonly outcome: bigint;
  readonly paid: bigint;
  readonly debt: bigint;
}

/** Settles signed trades. Each seller sends the reading that the buyer's meter signed. */
export async function settleTrades(
  market: SimulatedMarket,
  readings: readonly MeteredTrade[],
  notBefore: bigint,
): Promise<SettledTrade[]> {
  const calls = readings.values().map(async ({ trade, energyWh }) => {
    const { agreement, id } = trade;
    const { signer } = meterOf(market, agreement.meter);
    const signature = await signReading(signer, market.domain, { agreement: id, energyWh });
    return market.call("settle", partiesOf(agreement).seller, "settle", [agreement, energyWh, signature]);
  });
  return market.mineAndRead(
    calls,
    (receipt, i) => {
      const { trade } = readings[i] as MeteredTrade;
      const { energyWh, outcome, paid, debt } = argumentsOf(followTrade(market, trade, receipt), "Settled");
      return { trade, energyWh, outcome, paid, debt } as SettledTrade;
    },
    notBefore,
  );
}

function meterOf(market: SimulatedMarket, address: string): KeyHolder {
  const meter = market.meters.get(address);
  if (meter === undefined) throw new Error(`${address} is not a meter of this market`);
  return meter;
}
