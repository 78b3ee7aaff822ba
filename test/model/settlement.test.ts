import { expect } from "chai";

import { costDown, dueDown } from "../../src/model/settlement.js";
import { Outcome } from "../../src/model/terms.js";

describe("costDown", () => {
  it("refuses a negative energy or price by its name", () => {
    expect(() => costDown(-1n, 1n)).to.throw(RangeError, "energyWh must not be negative: -1");
    expect(() => costDown(1n, -1n)).to.throw(RangeError, "perMWh must not be negative: -1");
  });

  it("is energy times price", () => {
    expect(costDown(1_500_000n, 80_000_000n)).to.equal(120_000_000n);
  });

  it("is rounded down: the payer gains", () => {
    expect(costDown(999_999n, 1n)).to.equal(0n);
    expect(costDown(1_000_001n, 1_999_999n)).to.equal(2_000_000n);
    expect(costDown(3n, 999_999n)).to.equal(2n);
  });
});

describe("dueDown", () => {
  /** 80 a MWh in the band, 84 above, 8 for what is missing; six decimals. */
  const prices = { pricePerMWh: 80_000_000n, excessPricePerMWh: 84_000_000n, damagesPricePerMWh: 8_000_000n };

  it("refuses a negative energy or price by its name", () => {
    expect(() => dueDown(1n, -1n, prices)).to.throw(RangeError, "usedWh must not be negative: -1");
    expect(() => dueDown(1n, 1n, { ...prices, damagesPricePerMWh: -1n })).to.throw(RangeError, "damagesPricePerMWh");
  });

  for (const { used, amount, outcome } of [
    { used: 0n, amount: 7_200_000n, outcome: "Shortfall" }, // 0.9 MWh missing at 8
    { used: 800_000n, amount: 64_800_000n, outcome: "Shortfall" }, // 0.8 at 80, 0.1 missing at 8
    { used: 899_999n, amount: 71_999_928n, outcome: "Shortfall" },
    { used: 900_000n, amount: 72_000_000n, outcome: "InBand" },
    { used: 1_000_000n, amount: 80_000_000n, outcome: "InBand" },
    { used: 1_100_000n, amount: 88_000_000n, outcome: "InBand" },
    { used: 1_100_001n, amount: 88_000_084n, outcome: "Excess" },
    { used: 1_200_000n, amount: 96_400_000n, outcome: "Excess" }, // 1.1 at 80, 0.1 at 84
  ] as const) {
    it(`of 1 MWh agreed and ${used} Wh used is ${amount}, ${outcome}`, () => {
      expect(dueDown(1_000_000n, used, prices)).to.deep.equal({ amount, outcome: Outcome[outcome] });
    });
  }

  it("knows the ends of a band that are no whole Wh, and rounds once, down", () => {
    // Of 7 Wh the band is 6.3 to 7.7 Wh. At 1, 2 and 0.5 a Wh:
    const perWh = { pricePerMWh: 1_000_000n, excessPricePerMWh: 2_000_000n, damagesPricePerMWh: 500_000n };
    expect(dueDown(7n, 0n, perWh)).to.deep.equal({ amount: 3n, outcome: Outcome.Shortfall }); // 3.15
    expect(dueDown(7n, 6n, perWh)).to.deep.equal({ amount: 6n, outcome: Outcome.Shortfall }); // 6.15
    expect(dueDown(7n, 7n, perWh)).to.deep.equal({ amount: 7n, outcome: Outcome.InBand });
    expect(dueDown(7n, 8n, perWh)).to.deep.equal({ amount: 8n, outcome: Outcome.Excess }); // 8.3
    expect(dueDown(7n, 9n, perWh)).to.deep.equal({ amount: 10n, outcome: Outcome.Excess }); // 10.3
  });

  it("is exact for the largest values that a contract holds", () => {
    const energy = 2n ** 48n - 1n;
    const price = 2n ** 96n - 1n;
    const highest = { pricePerMWh: price, excessPricePerMWh: price, damagesPricePerMWh: price };
    expect(dueDown(1n, energy, highest).amount).to.equal((energy * price) / 1_000_000n);
  });
});
