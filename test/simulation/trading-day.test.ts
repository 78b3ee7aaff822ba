import { expect } from "chai";
import hre from "hardhat";

import { builtInChains } from "../../scripts/simulation/chains/built-in.js";
import { playTradingDay, type DayResult } from "../../scripts/simulation/trading-day.js";
import { DEFAULT_PARAMETERS } from "../../src/model/market-parameters.js";
import { AgreementStatus, Outcome, Reason, partiesOf } from "../../src/model/terms.js";
import { type DayInput, DEFAULT_DAY_RULES } from "../../src/model/day-rules.js";

/** Three households and two roofs over four half-hours; the first half-hour's forecast is the last one's reading. */
const DAY: DayInput = {
  startSeconds: 1_750_204_800,
  intervalSeconds: 1800,
  intervals: 4,
  households: [
    { name: "a", energyWh: [300n, 300n, 330n, 400n] },
    { name: "b", energyWh: [1000n, 0n, 500n, 450n] },
    { name: "c", energyWh: [0n, 200n, 200n, 100n] },
  ],
  roofs: [
    { name: "r", energyWh: [100n, 400n, 250n, 0n] },
    { name: "s", energyWh: [0n, 50n, 2000n, 150n] },
  ],
  pricePerMwh: [80_000_000n, 0n, 100_000_000n, 120_000_000n],
};

function play(kind: "improved" | "traditional", changes: { deposit?: bigint; capTrades?: bigint } = {}) {
  return playTradingDay(builtInChains(hre.network), kind, {
    day: DAY,
    rules: { ...DEFAULT_DAY_RULES, householdDeposit: changes.deposit ?? DEFAULT_DAY_RULES.householdDeposit },
    parameters: { ...DEFAULT_PARAMETERS, capTrades: changes.capTrades ?? DEFAULT_PARAMETERS.capTrades },
    authorities: 4,
    seed: 3,
    onProgress: () => undefined,
  });
}

const forecastOf = (interval: number) =>
  DAY.households.reduce((sum, { energyWh }) => sum + (energyWh.at(interval - 1) ?? 0n), 0n);

function sharesOf(result: DayResult): Map<string, bigint> {
  const shares = new Map<string, bigint>();
  for (const { trade, energyWh } of result.settlements) {
    const { buyer } = partiesOf(trade.agreement);
    const key = `${buyer} ${String(trade.agreement.offer.number)}`;
    shares.set(key, (shares.get(key) ?? 0n) + energyWh);
  }
  return shares;
}

describe("a day of trading", () => {
  describe("on the improved market", () => {
    let result: DayResult;
    before(async () => {
      result = await play("improved");
    });

    it("fills every household's forecast in every interval", () => {
      for (const { interval, forecastWh, fastLaneWh, verifiedWh } of result.intervals) {
        expect(forecastWh).to.equal(forecastOf(interval));
        expect(fastLaneWh + verifiedWh).to.equal(forecastWh);
      }
      expect(result.refusedWh.size).to.equal(0);
    });

    it("sells the roofs' forecast surplus before the supplier's energy", () => {
      const sold = (role: string) =>
        result.participants.filter((line) => line.role === role).reduce((sum, line) => sum + line.agreedWh, 0n);
      const surplus = DAY.roofs.flatMap(({ energyWh }) =>
        [0, 1, 2, 3].map((interval) => [interval, energyWh.at(interval - 1) ?? 0n] as const),
      );
      const roofsWh = [0, 1, 2, 3].reduce((sum, interval) => {
        const surplusWh = surplus.filter(([at]) => at === interval).reduce((wh, [, more]) => wh + more, 0n);
        const demandWh = forecastOf(interval);
        return sum + (surplusWh < demandWh ? surplusWh : demandWh);
      }, 0n);
      expect(sold("roof")).to.equal(roofsWh);
      expect(sold("household")).to.equal(sold("roof") + sold("supplier"));
    });

    it("settles each agreement once, at readings that add up to what the meter read", () => {
      expect(result.settlements.length).to.equal(result.trades.length);
      expect(new Set(result.settlements.map(({ trade }) => trade.id)).size).to.equal(result.trades.length);
      const readings = [...sharesOf(result).values()].sort((x, y) => Number(x - y));
      const metered = DAY.households.flatMap(({ energyWh }) =>
        energyWh.filter((_, interval) => (energyWh.at(interval - 1) ?? 0n) > 0n),
      );
      expect(readings).to.deep.equal(metered.sort((x, y) => Number(x - y)));
    });

    it("has the outcomes that the clauses say, and accounts for every base unit", () => {
      for (const { trade, energyWh, outcome } of result.settlements) {
        const agreedWh = trade.agreement.energyWh;
        const [used, floor, ceiling] = [energyWh * 10n, agreedWh * 9n, agreedWh * 11n];
        const expected = used > ceiling ? Outcome.Excess : used < floor ? Outcome.Shortfall : Outcome.InBand;
        expect(outcome).to.equal(expected);
      }
      expect(result.balance.balanced).to.be.true;
      expect(result.balance.margins).to.equal(0n);
    });

    it("is the same again for the same seed", async () => {
      const again = await play("improved");
      expect(again.participants).to.deep.equal(result.participants);
      expect([...again.steps]).to.deep.equal([...result.steps]);
      expect(again.trades.map(({ id }) => id)).to.deep.equal(result.trades.map(({ id }) => id));
    });
  });

  it("sends agreements beyond the cap through full verification, and all the others past it", async () => {
    const { trades, steps } = await play("improved", { capTrades: 2n });
    const verified = trades.filter(({ fastLane }) => !fastLane);
    expect(verified.length).to.be.above(0).and.below(trades.length);
    expect(steps.get("verify")?.transactions).to.equal(verified.length);
    expect(trades.every(({ status }) => status === AgreementStatus.Settled)).to.be.true;
  });

  it("keeps a frozen account from a second fill on the traditional market, whose every authority verifies", async () => {
    const result = await play("traditional");
    expect(result.trades.every(({ fastLane }) => !fastLane)).to.be.true;
    expect(result.steps.get("verify")?.transactions).to.equal(4 * result.trades.length);
    const wanted = result.intervals.reduce((sum, { forecastWh }) => sum + forecastWh, 0n);
    const agreed = result.intervals.reduce((sum, { verifiedWh }) => sum + verifiedWh, 0n);
    expect([...result.refusedWh.keys()]).to.deep.equal(["AccountFrozen"]);
    expect(result.refusedWh.get("AccountFrozen")).to.equal(wanted - agreed);
    expect(result.balance.balanced).to.be.true;
  });

  it("records voids, debts and suspensions when money is short", async () => {
    const result = await play("improved", { deposit: 5_000n });
    const reasons = new Set(result.trades.map(({ reason }) => reason));
    expect(reasons).to.include(Reason.MarginMissing);
    expect(result.settlements.some(({ debt }) => debt > 0n)).to.be.true;
    expect(result.refusedWh.get("Suspended") ?? 0n).to.be.above(0n);
    expect(result.balance.balanced).to.be.true;
  });
});
