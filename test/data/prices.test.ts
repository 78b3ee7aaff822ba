import { expect } from "chai";

import { readPrices } from "../../src/data/prices.js";
import { refusal } from "../support/refusal.js";

const HEADER = "timestamp,price_per_mwh";
const rows = (...prices: [clock: string, price: string][]) => [
  HEADER,
  ...prices.map(([clock, price]) => `2018-09-26T${clock}:00Z,${price}`),
];
const refused = (lines: string[]) => refusal(() => readPrices(lines, "p.csv"));

describe("readPrices", () => {
  it("refuses an empty file, a header alone, another header", () => {
    expect(refused([])).to.equal("p.csv:1: the file is empty");
    expect(refused([HEADER])).to.equal("p.csv:1: no row follows the header");
    expect(refused(["timestamp,price"])).to.equal(
      'p.csv:1: column price_per_mwh: is missing from the header "timestamp,price"',
    );
  });

  for (const [price, problem] of [
    ["", "is empty"],
    ["NaN", '"NaN" is not a number'],
    ["-12.5", '"-12.5" is negative'],
  ] as const)
    it(`refuses a price of ${JSON.stringify(price)}`, () => {
      expect(refused(rows(["00:00", "1"], ["00:30", price]))).to.equal(`p.csv:3: column price_per_mwh: ${problem}`);
    });

  it("refuses doubled and unsorted rows, and times off the grid", () => {
    expect(refused(rows(["00:00", "1"], ["00:30", "1"], ["00:30", "1"]))).to.equal(
      "p.csv:4: column timestamp: 2018-09-26T00:30:00Z is a duplicate of line 3",
    );
    expect(refused(rows(["00:00", "1"], ["01:00", "1"], ["00:30", "1"]))).to.equal(
      "p.csv:4: column timestamp: 2018-09-26T00:30:00Z is out of order: it follows 2018-09-26T01:00:00Z",
    );
    expect(refused(rows(["00:00", "1"], ["00:30", "1"], ["00:50", "1"], ["01:30", "1"], ["02:00", "1"]))).to.equal(
      "p.csv:4: column timestamp: 2018-09-26T00:50:00Z is off the grid of 30 min from 2018-09-26T00:00:00Z",
    );
  });

  it("reads base units per MWh, rounded down, and takes a price of zero", () => {
    const series = readPrices(rows(["00:00", "48.28"], ["00:30", "0.00"], ["01:00", "8.2000019"]), "p.csv");
    expect(series.pricePerMwh).to.deep.equal([48_280_000n, 0n, 8_200_001n]);
    expect(series.intervalSeconds).to.equal(1800);
  });

  it("lets half-hours be missing", () => {
    const series = readPrices(rows(["00:00", "1"], ["00:30", "2"], ["03:00", "3"]), "p.csv");
    const midnight = Date.UTC(2018, 8, 26) / 1000;
    expect(series.startsAt).to.deep.equal([midnight, midnight + 1800, midnight + 10_800]);
    expect(series.lines).to.deep.equal([2, 3, 4]);
  });
});
