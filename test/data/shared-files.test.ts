import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { energyOf } from "../../src/data/energy.js";
import { FileDays } from "../../src/data/file-days.js";
import { readMeterFiles, readPriceFile } from "../../src/data/files.js";
import { joinByTimeOfDay } from "../../src/data/joined-day.js";
import { refusal } from "../support/refusal.js";

const FOLDER = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const path = (name: string) => FOLDER + name;

/** The last column of a file by plain means: its rows grouped by the start of each line. */
function lastColumn(name: string): { line: string; value: string }[] {
  const [, ...rows] = readFileSync(path(name), "utf8").trim().split("\n");
  return rows.map((line) => ({ line, value: line.slice(line.lastIndexOf(",") + 1) }));
}

describe("the real files", () => {
  before(function () {
    if (!existsSync(FOLDER)) this.skip();
  });

  for (const [name, count] of [
    ["households-2013-06.csv", 116],
    ["households-2014-01.csv", 120],
    ["solar-2013-06.csv", 60],
    ["solar-2014-01.csv", 61],
  ] as const)
    it(`${name}: ${count} meters, 48 half-hours, every watt-hour`, () => {
      const series = readMeterFiles(path(name));
      expect(series.rows.length).to.equal(count);
      const rows = lastColumn(name);
      for (const { meter, values, lengths } of series.rows) {
        const own = rows.filter(({ line }) => line.includes(`,${String(meter)},`));
        expect(values, meter).to.deep.equal(own.map(({ value }) => energyOf(value, "kWh")));
        expect(lengths).to.deep.equal(new Uint32Array(48).fill(1800));
      }
    });

  it("prices-2018.csv: every price, and the days that have all half-hours", () => {
    const days = new FileDays(readPriceFile(path("prices-2018.csv")));
    const rows = lastColumn("prices-2018.csv");
    const prices = rows.map(({ value }) => BigInt(value.replace(".", "")) * 10_000n);
    expect(days.series.rows[0]?.values).to.deep.equal(prices);
    const perDay = new Map<string, number>();
    for (const { line } of rows) perDay.set(line.slice(0, 10), (perDay.get(line.slice(0, 10)) ?? 0) + 1);
    const complete = [...perDay].filter(([, count]) => count === 48).map(([day]) => day);
    expect(perDay.size).to.equal(31);
    expect(days.complete).to.deep.equal(complete).and.to.have.length(29);
  });

  it("prices-2018.csv: the two days with half-hours missing are refused", () => {
    const days = new FileDays(readPriceFile(path("prices-2018.csv")));
    expect(refusal(() => days.day("2018-10-31"))).to.contain(
      "prices-2018.csv:613: column timestamp: 2018-10-31T17:30:00Z is missing",
    );
    expect(refusal(() => days.day("2018-12-12"))).to.contain(
      "prices-2018.csv:1422: column timestamp: 2018-12-12T20:00:00Z is missing",
    );
  });

  for (const [month, households, roofs] of [
    ["2013-06", 116, 60],
    ["2014-01", 120, 61],
  ] as const)
    it(`the day of ${month} joins with a day of 2018 prices`, () => {
      const files = {
        consumption: new FileDays(readMeterFiles(path(`households-${month}.csv`))),
        generation: new FileDays(readMeterFiles(path(`solar-${month}.csv`))),
        prices: new FileDays(readPriceFile(path("prices-2018.csv"))),
      };
      const day = joinByTimeOfDay(files, { prices: "2018-11-28" });
      expect([day.households.length, day.roofs.length, day.pricePerMwh.length]).to.deep.equal([households, roofs, 48]);
      expect(day.days).to.deep.equal({ consumption: `${month}-15`, generation: `${month}-15`, prices: "2018-11-28" });
    });
});
