import { expect } from "chai";

import { meterCsv, readMeters } from "../../src/data/meters.js";
import { priceCsv, readPrices } from "../../src/data/prices.js";

describe("meterCsv and priceCsv", () => {
  const startSeconds = Date.UTC(2013, 5, 15) / 1000;

  it("write what the readers read back", () => {
    const meters = [
      { name: "a", energyWh: [0n, 7n, 2n ** 48n - 1n] },
      { name: "b", energyWh: [50n, 1000n, 123_456n] },
    ];
    const series = { source: "f.csv", startSeconds, intervalSeconds: 900, intervals: 3, meters };
    expect(readMeters(meterCsv(series).split("\n"), "f.csv")).to.deep.equal(series);
    const startsAt = [startSeconds, startSeconds + 1800, startSeconds + 7200];
    const prices = {
      source: "p.csv",
      intervalSeconds: 1800,
      startsAt,
      pricePerMwh: [0n, 1n, 48_280_000n],
      lines: [2, 3, 4],
    };
    expect(readPrices(priceCsv(prices).split("\n"), "p.csv")).to.deep.equal(prices);
  });

  it("write two decimals at least", () => {
    const prices = {
      source: "",
      intervalSeconds: 1800,
      startsAt: [startSeconds],
      pricePerMwh: [48_200_000n],
      lines: [2],
    };
    expect(priceCsv(prices)).to.equal("timestamp,price_per_mwh\n2013-06-15T00:00:00Z,48.20\n");
  });
});
