import { expect } from "chai";

import { wilsonInterval } from "../../src/model/statistics.js";
import { mulberry32 } from "../../src/model/random.js";
import { table1Parameters } from "../../src/model/table1-parameters.js";
import { depositFor, emptyChance, type PlannedDay, planTable1 } from "../../src/model/table1.js";
import { DEFAULT_DAY_RULES } from "../../src/model/day-rules.js";
import { expectNear, expectWithin } from "../support/near.js";
import { refusal } from "../support/refusal.js";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("the days of Table 1, as drawn", () => {
  const parameters = table1Parameters({ users: 1000, days: 20 });
  const plan = planTable1(parameters, mulberry32(1));
  const acceptances = plan.flatMap((day) => day.acceptances);

  it("have as many sellers and buyers as the shares say, nobody twice on a day", () => {
    for (const { offers, acceptances: bought } of plan) {
      const traders = [...offers.map(({ seller }) => seller), ...bought.map(({ buyer }) => buyer)];
      expect([offers.length, bought.length, new Set(traders).size]).to.deep.equal([200, 520, 720]);
      expect(Math.min(...traders)).to.be.at.least(0);
      expect(Math.max(...traders)).to.be.below(1000);
    }
  });

  it("offer as much as is taken, and spread the buyers evenly", () => {
    for (const { offers, acceptances: bought } of plan) {
      const taken = Map.groupBy(bought, ({ offer }) => offer);
      expect(taken.size).to.equal(offers.length);
      for (const [offer, takers] of taken) {
        const energyWh = takers.reduce((wh, taker) => wh + taker.energyWh, 0n);
        expect(takers.length).to.be.within(2, 3);
        expect(offers[offer]?.energyWh).to.equal(15_000_000n);
        expect(energyWh <= 15_000_000n).to.be.true;
      }
    }
  });

  it("draw whole kWh of Fig. 6's range, 3000 in the mean, and prices within theirs", () => {
    const energies = acceptances.map(({ energyWh }) => Number(energyWh) / 1000);
    expect(energies.every((kWh) => Number.isInteger(kWh) && kWh >= 1000 && kWh <= 5000)).to.be.true;
    // Uniform: standard deviation 1155, of the mean of 10,400 of them 11.3.
    expectWithin(sum(energies) / energies.length, 3000, 45);
    const prices = plan.flatMap(({ offers }) => offers.map(({ pricePerMWh }) => pricePerMWh));
    expect(prices.every((price) => price >= 60_000_000n && price <= 100_000_000n && price % 1000n === 0n)).to.be.true;
  });

  it("have meters that read up to 15 % beside the agreement, a ninth of them outside the band", () => {
    const deviations = acceptances.map(({ energyWh, meteredWh }) => Number(meteredWh) / Number(energyWh) - 1);
    expect(deviations.every((deviation) => Math.abs(deviation) <= 0.15)).to.be.true;
    // Triangular on 15 %: (1/3)^2 / 2 beyond 10 % on either side.
    for (const side of [1, -1]) {
      const { low, high } = wilsonInterval(deviations.filter((d) => d * side > 0.1).length, deviations.length);
      expect(1 / 18).to.be.within(low, high);
    }
  });

  it("empty as many accounts as leave the void share to be expected", () => {
    const calibrated = table1Parameters({ users: 1000, days: 20, voidShare: 0.19 });
    const days = planTable1(calibrated, mulberry32(2));
    const voids = days.map(voidIn);
    const interval = wilsonInterval(sum(voids), 20 * 520);
    expect(0.19).to.be.within(interval.low, interval.high);
    expect(planTable1(table1Parameters({ voidShare: 0 }), mulberry32(3)).every((day) => voidIn(day) === 0)).to.be.true;
    expect(planTable1(table1Parameters({ users: 50, voidShare: 1 }), mulberry32(3)).map(voidIn)).to.deep.equal(
      Array.from({ length: 5 }, () => 26),
    );
  });

  it("are the same for the same numbers, and others for another seed", () => {
    expect(planTable1(parameters, mulberry32(1))).to.deep.equal(plan);
    expect(planTable1(parameters, mulberry32(2))).not.to.deep.equal(plan);
  });

  it("exist for the smallest market", () => {
    const [day] = planTable1(table1Parameters({ users: 3, days: 1 }), mulberry32(1));
    expect([day?.offers.length, day?.acceptances.length]).to.deep.equal([1, 1]);
  });
});

describe("the chance of an empty account", () => {
  it("leaves 1 - (1 - p)^2 of the agreements void", () => {
    expectNear(emptyChance(0.0049), 0.0024530086);
    for (const share of [0, 0.0049, 0.19, 1]) expectNear(1 - (1 - emptyChance(share)) ** 2, share);
  });
});

describe("the deposit of Table 1", () => {
  it("is what five dear purchases with fees cost, and a base unit", () => {
    // Per day 5000 kWh * 1.15 at 100,000 * 1.05, and 3 * 5 MWh of fees at 100,000.
    const expected = 5n * (5750n * 105_000n + 15n * 100_000n) + 1n;
    expect(depositFor(table1Parameters(), DEFAULT_DAY_RULES, 100_000n)).to.equal(expected);
  });
});

describe("the parameters of Table 1", () => {
  it("are the paper's users and days", () => {
    const { users, days } = table1Parameters();
    expect([users, days]).to.deep.equal([4000, 5]);
  });

  it("must be within their domains, and agree with each other", () => {
    expect(refusal(() => table1Parameters({ users: 2 }))).to.match(/^users = 2: must be a whole number from 3 to /);
    expect(refusal(() => table1Parameters({ voidShare: NaN }))).to.match(/^voidShare = NaN: /);
    expect(refusal(() => table1Parameters({ highKWh: 999 }))).to.match(/^highKWh = 999: .* from 1000 to /);
    expect(refusal(() => table1Parameters({ lowPrice: 100_001 }))).to.match(/^highPrice = 100000: .* from 100001 to /);
    expect(refusal(() => table1Parameters({ sellersPermille: 500 }))).to.match(/^buyersPermille = 520: .* to 500$/);
  });
});

/** Agreements of a day that lack margin or fee. */
function voidIn({ emptied, offers, acceptances }: PlannedDay): number {
  const empty = new Set(emptied);
  return acceptances.filter(({ buyer, offer }) => empty.has(buyer) || empty.has(offers[offer]?.seller ?? NaN)).length;
}
