import { expect } from "chai";

import type { MeterSeries } from "../../src/data/meters.js";
import { readPrices } from "../../src/data/prices.js";
import { isoInstant } from "../../src/data/timestamp.js";
import { completeMeterDays, completePriceDays, metersOfDay, pricesOfDay } from "../../src/data/utc-days.js";
import { refusal } from "../support/refusal.js";

/** Hours from a time on, the energy of each its number. */
function hours(start: string, intervals: number): MeterSeries {
  const energyWh = Array.from({ length: intervals }, (_, hour) => BigInt(hour));
  const grid = { startSeconds: Date.parse(start) / 1000, intervalSeconds: 3600, intervals };
  return { source: "f.csv", ...grid, meters: [{ name: "a", energyWh }] };
}

describe("completeMeterDays", () => {
  it("counts from midnight to midnight UTC", () => {
    expect(completeMeterDays(hours("2013-06-15T00:00:00Z", 24))).to.deep.equal(["2013-06-15"]);
    expect(completeMeterDays(hours("2013-06-14T23:00:00Z", 24))).to.deep.equal([]);
    expect(completeMeterDays(hours("2013-06-14T23:00:00Z", 49))).to.deep.equal(["2013-06-15", "2013-06-16"]);
    expect(completeMeterDays(hours("1969-12-31T00:00:00Z", 24))).to.deep.equal(["1969-12-31"]);
  });
});

describe("metersOfDay", () => {
  it("lists days in a row as one range, over a leap day and a month's end too", () => {
    expect(refusal(() => metersOfDay(hours("2016-02-28T00:00:00Z", 72), "2016-03-02"))).to.match(
      /complete days: 2016-02-28 to 2016-03-01$/,
    );
  });

  it("refuses a day that the file covers in part or not at all", () => {
    const series = hours("2013-06-14T23:00:00Z", 48);
    for (const day of ["2013-06-14", "2013-06-16", "2018-09-26"])
      expect(refusal(() => metersOfDay(series, day))).to.equal(
        `f.csv: covers 2013-06-14T23:00:00Z to 2013-06-16T23:00:00Z, not the UTC day ${day}; complete days: 2013-06-15`,
      );
  });

  it("gives the day's intervals", () => {
    const [meter] = metersOfDay(hours("2013-06-14T23:00:00Z", 48), "2013-06-15");
    expect(meter).to.deep.equal({ name: "a", energyWh: Array.from({ length: 24 }, (_, hour) => BigInt(hour + 1)) });
  });
});

const MIDNIGHT = Date.UTC(2018, 8, 26) / 1000;

/** Four days of hours, the price the hour's number, lines 2 to 97; without the hours left out. */
function fourDays(...leftOut: number[]) {
  const hours = Array.from({ length: 96 }, (_, hour) => hour).filter((hour) => !leftOut.includes(hour));
  const lines = hours.map((hour) => `${isoInstant(MIDNIGHT + hour * 3600)},${hour}`);
  return readPrices(["timestamp,price_per_mwh", ...lines], "p.csv");
}

describe("pricesOfDay", () => {
  it("refuses a day that lacks an interval: first, middle, last", () => {
    const message = (line: number, missing: string, days: string) =>
      `p.csv:${line}: column timestamp: ${missing} is missing, so the day has no prices; complete days: ${days}`;
    expect(refusal(() => pricesOfDay(fourDays(24), "2018-09-27"))).to.equal(
      message(26, "2018-09-27T00:00:00Z", "2018-09-26, 2018-09-28 to 2018-09-29"),
    );
    expect(refusal(() => pricesOfDay(fourDays(26, 27), "2018-09-27"))).to.equal(
      message(28, "2018-09-27T02:00:00Z", "2018-09-26, 2018-09-28 to 2018-09-29"),
    );
    expect(refusal(() => pricesOfDay(fourDays(95), "2018-09-29"))).to.equal(
      message(96, "2018-09-29T23:00:00Z", "2018-09-26 to 2018-09-28"),
    );
  });

  it("refuses a day before or after the file", () => {
    for (const [day, line] of [
      ["2018-09-25", 2],
      ["2018-09-30", 97],
    ] as const)
      expect(refusal(() => pricesOfDay(fourDays(), day))).to.equal(
        `p.csv:${line}: column timestamp: ${day}T00:00:00Z is missing, so the day has no prices; complete days: 2018-09-26 to 2018-09-29`,
      );
  });

  it("says when there is no complete day at all", () => {
    expect(refusal(() => pricesOfDay(fourDays(1, 25, 49, 73), "2018-09-26"))).to.match(/complete days: none$/);
  });

  it("refuses what is no day, and intervals that do not fill one", () => {
    expect(refusal(() => pricesOfDay(fourDays(), "tomorrow"))).to.equal('"tomorrow" is not a day such as 2018-09-26');
    const crooked = readPrices(
      ["timestamp,price_per_mwh", "2018-09-26T00:15:00Z,1", "2018-09-26T00:45:00Z,1"],
      "p.csv",
    );
    const problem =
      "p.csv: its intervals, 30 min from 2018-09-26T00:15:00Z, do not fill a UTC day from midnight to midnight";
    expect(refusal(() => pricesOfDay(crooked, "2018-09-26"))).to.equal(problem);
    const long = readPrices(["timestamp,price_per_mwh", "2018-09-26T00:00:00Z,1", "2018-09-26T07:00:00Z,1"], "p.csv");
    expect(refusal(() => completePriceDays(long))).to.contain("its intervals, 420 min from 2018-09-2");
  });

  it("gives a complete day's prices, whatever the others lack", () => {
    expect(pricesOfDay(fourDays(1, 60), "2018-09-27")).to.deep.equal(
      Array.from({ length: 24 }, (_, hour) => BigInt(24 + hour) * 1_000_000n),
    );
  });
});

describe("completePriceDays", () => {
  it("lists the days that have every interval", () => {
    expect(completePriceDays(fourDays(1, 60))).to.deep.equal(["2018-09-27", "2018-09-29"]);
    expect(completePriceDays(fourDays(1, 25, 49, 73))).to.deep.equal([]);
  });
});
