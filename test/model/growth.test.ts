import { expect } from "chai";

import { growthExponent, median } from "../../src/model/growth.js";
import { expectWithin } from "../support/near.js";

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
