import { expect } from "chai";

import { energyOf, ofWholeWh, wholeWh } from "../../src/data/energy.js";

describe("energy of rows", () => {
  it("keeps what is below a watt-hour until the sum is rounded down", () => {
    const row = energyOf("0.0059", "kWh") as bigint;
    expect(wholeWh(row)).to.equal(5n);
    expect(wholeWh(row * 30n)).to.equal(177n);
  });

  for (const [text, unit, microjoules] of [
    ["0.3003", "kWh", 1_081_080_000_000n],
    ["300.3", "Wh", 1_081_080_000_000n],
    ["0.0003003", "MWh", 1_081_080_000_000n],
    ["0.00000000001", "kWh", 36n],
    ["0.000000000019", "kWh", 36n],
    ["5e-05", "kWh", 180_000_000n],
    ["281474976710.655", "kWh", ofWholeWh(2n ** 48n - 1n)],
  ] as const)
    it(`reads ${text} ${unit}`, () => {
      expect(energyOf(text, unit)).to.equal(microjoules);
    });

  it("says what is wrong", () => {
    expect(energyOf("", "Wh")).to.equal("is empty");
    expect(energyOf("-1", "Wh")).to.equal('"-1" is negative');
    expect(energyOf("281474976710.656", "kWh")).to.equal('"281474976710.656" is too large');
  });
});
