import { expect } from "chai";

import { compact, logTicks, plain, powerOfTen } from "../../../src/report/figures/ticks.js";

describe("logTicks", () => {
  it("takes 1, 2 and 5 times the powers of ten where there is room", () => {
    expect(logTicks(300, 9000, 8)).to.deep.equal([500, 1000, 2000, 5000]);
    expect(logTicks(0.1, 1, 8)).to.deep.equal([0.1, 0.2, 0.5, 1]);
  });

  it("takes fewer where there is not", () => {
    expect(logTicks(1, 100, 5)).to.deep.equal([1, 3, 10, 30, 100]);
    expect(logTicks(0.01, 1000, 6)).to.deep.equal([0.01, 0.1, 1, 10, 100, 1000]);
  });
});

describe("tick formats", () => {
  it("writes powers of ten with raised digits", () => {
    expect([-12, -1, 0, 1, 30].map(powerOfTen)).to.deep.equal(["10⁻¹²", "10⁻¹", "1", "10¹", "10³⁰"]);
  });

  it("writes numbers in full or in short", () => {
    expect([0.05, 100_000].map(plain)).to.deep.equal(["0.05", "100,000"]);
    expect([0, 999, 12_500].map(compact)).to.deep.equal(["0", "999", "12.5k"]);
  });
});
