import { expect } from "chai";

import { generateSample, meterCsv, priceCsv, SHIPPED_SAMPLE } from "../../../src/data/sample/sample.js";
import type { MeterEnergy } from "../../../src/data/joined-day.js";

const wattHours = ({ energyWh }: MeterEnergy, from = 0, to = 48) =>
  energyWh.slice(from, to).reduce((sum, wh) => sum + wh, 0n);
const total = (meters: readonly MeterEnergy[], from?: number, to?: number) =>
  meters.reduce((sum, meter) => sum + wattHours(meter, from, to), 0n);

describe("generateSample", () => {
  const sample = generateSample(SHIPPED_SAMPLE);
  const { households, roofs } = sample;

  it("has 40 households, 20 roofs and prices for each half-hour of a day", () => {
    expect([households.length, roofs.length, sample.pricePerMwh.length]).to.deep.equal([40, 20, 48]);
    expect(new Set([...households, ...roofs].map(({ name }) => name)).size).to.equal(60);
  });

  it("is the same for the same seed and another for another", () => {
    expect(generateSample(SHIPPED_SAMPLE)).to.deep.equal(sample);
    expect(generateSample({ ...SHIPPED_SAMPLE, seed: 2 }).households).to.not.deep.equal(households);
  });

  it("grows without changing what was there", () => {
    const larger = generateSample({ ...SHIPPED_SAMPLE, households: 41, roofs: 25 });
    expect(larger.households.slice(0, 40)).to.deep.equal(households);
    expect(larger.roofs.slice(0, 20)).to.deep.equal(roofs);
    expect(larger.pricePerMwh).to.deep.equal(sample.pricePerMwh);
  });

  it("has as many days as are asked for, each its own", () => {
    const week = generateSample({ ...SHIPPED_SAMPLE, days: 7 });
    const [house] = week.households;
    expect([house?.energyWh.length, week.pricePerMwh.length]).to.deep.equal([7 * 48, 7 * 48]);
    expect(house?.energyWh.slice(0, 48)).to.not.deep.equal(house?.energyWh.slice(48, 96));
  });

  it("is plausible: 2 to 30 kWh a household, most in the evening; sun by day only; dear evenings", () => {
    for (const meter of households) expect(Number(wattHours(meter)), meter.name).to.be.within(2_000, 30_000);
    expect(total(households, 36, 40) > 2n * total(households, 4, 8)).to.equal(true);
    for (const roof of roofs) {
      expect(wattHours(roof, 0, 7) + wattHours(roof, 41, 48), roof.name).to.equal(0n);
      // A roof makes at most its 4 kW.
      expect(
        roof.energyWh.every((wh) => wh <= 2_000n),
        roof.name,
      ).to.equal(true);
    }
    const { pricePerMwh } = sample;
    expect((pricePerMwh[37] ?? 0n) > (pricePerMwh[26] ?? 0n)).to.equal(true);
    expect(pricePerMwh.every((price) => price > 0n && price % 10_000n === 0n)).to.equal(true);
  });

  it("has half-hours in which the roofs make more than the households use, and others in which they do not", () => {
    expect(total(roofs, 24, 28) > total(households, 24, 28)).to.equal(true);
    expect(total(roofs, 36, 40) < total(households, 36, 40)).to.equal(true);
  });

  it("is written with at least two decimals, a row for each meter and half-hour", () => {
    expect(meterCsv([{ name: "a", energyWh: [7n, 2n ** 48n - 1n] }], 1_371_254_400)).to.equal(
      "timestamp,meter,energy_kwh\n2013-06-15T00:00:00Z,a,0.007\n2013-06-15T00:30:00Z,a,281474976710.655\n",
    );
    expect(
      priceCsv({ startSeconds: 1_371_254_400, households: [], roofs: [], pricePerMwh: [48_200_000n, 1n] }),
    ).to.equal("timestamp,price_per_mwh\n2013-06-15T00:00:00Z,48.20\n2013-06-15T00:30:00Z,0.000001\n");
  });
});
