import { expect } from "chai";

import { kWh, shortId, tokens } from "../../src/report/amounts.js";

describe("amounts as people read them", () => {
  for (const [energyWh, text] of [
    [0n, "0"],
    [1n, "0.001"],
    [1_000n, "1"],
    [1_500n, "1.5"],
    [1_234_567n, "1,234.567"],
    [281_474_976_710_655n, "281,474,976,710.655"],
  ] as const)
    it(`${energyWh} Wh are ${text} kWh`, () => {
      expect(kWh(energyWh)).to.equal(text);
    });

  for (const [baseUnits, text] of [
    [0n, "0.00"],
    [1n, "0.000001"],
    [500_000n, "0.50"],
    [80_500_001n, "80.500001"],
    [1_234_567_890_000n, "1,234,567.89"],
    [2n ** 96n - 1n, "79,228,162,514,264,337,593,543.950335"],
  ] as const)
    it(`${baseUnits} base units are ${text} tokens`, () => {
      expect(tokens(baseUnits)).to.equal(text);
    });

  it("an id is told by its first digits", () => {
    expect(shortId(`0x${"0123456789ab".repeat(5)}`)).to.equal("0x0123456789ab");
  });
});
