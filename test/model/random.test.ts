import { expect } from "chai";

import { mulberry32, uniformInteger } from "../../src/model/random.js";

describe("mulberry32", () => {
  it("gives the volumes with which full verification falls on trades 4, 9, 12, 16 and 19 of the paper's Fig. 6", () => {
    const random = mulberry32(24);
    const verified: number[] = [];
    let usedKwh = 0;
    for (let trade = 1; trade <= 20; trade++) {
      const kwh = uniformInteger(random, 1000, 5000);
      if (usedKwh + kwh > 10_000) verified.push(trade);
      usedKwh = usedKwh + kwh > 10_000 ? 0 : usedKwh + kwh;
    }
    expect(verified).to.deep.equal([4, 9, 12, 16, 19]);
  });

  it("starts with the number that its documentation gives", () => {
    expect(mulberry32(24)()).to.equal(0.33202015655115247);
  });

  it("counts the low 32 bits of the seed", () => {
    expect(mulberry32(2 ** 32 + 5)()).to.equal(mulberry32(5)());
  });

  it("draws every integer of a range, its ends included", () => {
    const random = mulberry32(1);
    const drawn = new Set(Array.from({ length: 1000 }, () => uniformInteger(random, -2, 3)));
    expect([...drawn].sort((a, b) => a - b)).to.deep.equal([-2, -1, 0, 1, 2, 3]);
  });
});
