import { expect } from "chai";

import { FileDays } from "../../src/data/file-days.js";
import { readPrices } from "../../src/data/prices.js";
import { refusal } from "../support/refusal.js";

const HEADER = "timestamp,price_per_mwh";
const rows = (...prices: [clock: string, price: string][]) => [
  HEADER,
  ...prices.map(([clock, price]) => `2018-09-26T${clock}:00Z,${price}`),
];
const refused = (lines: string[]) => refusal(() => readPrices(lines, "p.csv"));
const refusedDay = (lines: string[]) => refusal(() => new FileDays(readPrices(lines, "p.csv")).day("2018-09-26"));

describe("readPrices", () => {
  it("refuses an empty file, a header alone, another header", () => {
    expect(refused([])).to.equal("p.csv:1: the file is empty");
    expect(refused([HEADER])).to.equal("p.csv:1: no row follows the header");
    expect(refused(["timestamp,price"])).to.equal(
      'p.csv:1: the header "timestamp,price" is of no format that is known: say which column is what, such as --columns time=Start,energy=Usage --unit kWh (docs/data.md lists the formats)',
    );
  });

  for (const [price, problem] of [
    ["", "is empty"],
    ["NaN", '"NaN" is not a number'],
    ["-", '"-" is not a number'],
    ["--1", '"--1" is not a number'],
    ["-1e99", '"-1e99" is too large'],
  ] as const)
    it(`refuses a day with a price of ${JSON.stringify(price)}`, () => {
      expect(refusedDay(rows(["00:00", "1"], ["00:30", price]))).to.contain(
        `p.csv:3: column price_per_mwh: ${problem}`,
      );
    });

  it("refuses a day with two prices for one time", () => {
    expect(refusedDay(rows(["00:00", "1"], ["00:30", "1"], ["00:30", "2"]))).to.contain(
      "p.csv:4: column timestamp: 2018-09-26T00:30:00Z is a duplicate of line 3",
    );
  });

  it("reads base units per MWh, rounded down, and takes a price of zero and below", () => {
    const lines = rows(
      ["00:00", "48.28"],
      ["00:30", "0.00"],
      ["01:00", "8.2000019"],
      ["01:30", "-2.5"],
      ["02:00", "-1e-7"],
    );
    const [prices] = readPrices(lines, "p.csv").rows;
    expect(prices?.values).to.deep.equal([48_280_000n, 0n, 8_200_001n, -2_500_000n, -1n]);
    expect(prices?.lines).to.deep.equal([2, 3, 4, 5, 6]);
  });
});
