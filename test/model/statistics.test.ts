import { expect } from "chai";

import { greatestOf, growthExponent, leastOf, median, wilsonInterval } from "../../src/model/statistics.js";
import { expectWithin } from "../support/near.js";

const QUANTILE = 2.5758293035489004;

describe("wilsonInterval", () => {
  it("ends where the observed share is the quantile's number of standard errors away", () => {
    for (const [successes, trials] of [
      [1, 10],
      [50, 100],
      [156_450, 1_000_000],
      [999, 1000],
    ] as const) {
      const { low, high } = wilsonInterval(successes, trials);
      for (const end of [low, high]) {
        const standardError = Math.sqrt((end * (1 - end)) / trials);
        expectWithin(Math.abs(successes / trials - end) / standardError, QUANTILE, 1e-6);
      }
      expect(low).to.be.below(successes / trials);
      expect(high).to.be.above(successes / trials);
    }
  });

  it("holds 0 when nothing succeeded and 1 when everything did", () => {
    for (const trials of [1, 7, 1000, 12_345_678]) {
      expect(wilsonInterval(0, trials).low).to.equal(0);
      expect(wilsonInterval(0, trials).high).to.be.within(0, 1);
      expect(wilsonInterval(trials, trials).high).to.equal(1);
      expect(wilsonInterval(trials, trials).low).to.be.within(0, 1);
    }
  });
});

describe("growth exponent", () => {
  it("is the power of a power law, whatever its factor", () => {
    for (const power of [0, 1, 1.5]) {
      const points = [300, 1000, 9000].map((n) => [n, 7 * n ** power] as const);
      expectWithin(growthExponent(points), power, 1e-12);
    }
  });

  it("needs two sizes", () => {
    expect(() => growthExponent([[5, 1]])).to.throw(RangeError, "growth needs two sizes");
  });
});

describe("median", () => {
  it("is the middle value, or between the two in the middle", () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(median([4, 1, 3, 9])).to.equal(3.5);
  });

  it("is of something", () => {
    expect(() => median([])).to.throw(RangeError, "no median of no values");
  });
});

describe("leastOf, greatestOf", () => {
  it("find the ends of more values than fit a call's stack, as Math.min and Math.max do for a few", () => {
    const many = Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 300_007);
    expect([leastOf(many), greatestOf(many)]).to.deep.equal([0, 300_006]);
    for (const few of [[], [3], [-2, 5, 0], [1, NaN]]) {
      expect([leastOf(few), greatestOf(few)]).to.deep.equal([Math.min(...few), Math.max(...few)]);
    }
  });
});
