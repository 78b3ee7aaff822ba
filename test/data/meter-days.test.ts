import { expect } from "chai";

import { completeMeterDays, metersOfDay } from "../../src/data/meter-days.js";
import type { MeterSeries } from "../../src/data/series.js";
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
