import { expect } from "chai";

import { joinByTimeOfDay } from "../../src/data/joined-day.js";
import type { MeterSeries } from "../../src/data/meters.js";
import type { PriceSeries } from "../../src/data/prices.js";
import { refusal } from "../support/refusal.js";

function meters(source: string, day: string, intervalSeconds: number, days = 1): MeterSeries {
  const intervals = (days * 86_400) / intervalSeconds;
  const energyWh = Array.from({ length: intervals }, (_, index) => BigInt(index));
  return {
    source,
    startSeconds: Date.parse(day) / 1000,
    intervalSeconds,
    intervals,
    meters: [{ name: source, energyWh }],
  };
}

function prices(day: string, intervalSeconds: number, days = 1): PriceSeries {
  const indexes = Array.from({ length: (days * 86_400) / intervalSeconds }, (_, index) => index);
  return {
    source: "p.csv",
    intervalSeconds,
    startsAt: indexes.map((index) => Date.parse(day) / 1000 + index * intervalSeconds),
    pricePerMwh: indexes.map((index) => BigInt(1000 + index)),
    lines: indexes.map((index) => index + 2),
  };
}

const consumption = meters("c.csv", "2013-06-15", 1800);
const generation = meters("g.csv", "2014-01-15", 1800, 2);

describe("joinByTimeOfDay", () => {
  it("refuses intervals that do not fit", () => {
    const hourly = { consumption, generation: meters("g.csv", "2014-01-15", 3600), prices: prices("2018-09-26", 1800) };
    expect(refusal(() => joinByTimeOfDay(hourly))).to.equal("g.csv: its interval is 60 min, that of c.csv is 30 min");
    const finer = { consumption, generation, prices: prices("2018-09-26", 900) };
    expect(refusal(() => joinByTimeOfDay(finer))).to.equal("p.csv: its interval is 15 min, that of c.csv is 30 min");
  });

  it("refuses a file without a complete day", () => {
    const late = { ...consumption, startSeconds: consumption.startSeconds + 1800 };
    expect(
      refusal(() => joinByTimeOfDay({ consumption: late, generation, prices: prices("2018-09-26", 1800) })),
    ).to.equal("c.csv: covers no UTC day from midnight to midnight");
  });

  it("refuses a chosen day that its file lacks", () => {
    const files = { consumption, generation, prices: prices("2018-09-26", 1800) };
    expect(refusal(() => joinByTimeOfDay(files, { generation: "2013-06-15" }))).to.match(/^g\.csv: covers /);
    expect(refusal(() => joinByTimeOfDay(files, { prices: "2018-09-25" }))).to.match(/^p\.csv:2: column timestamp: /);
  });

  it("joins days of different dates by interval, the first complete one of each file", () => {
    const day = joinByTimeOfDay({ consumption, generation, prices: prices("2018-09-26", 1800, 2) });
    expect(day.days).to.deep.equal({ consumption: "2013-06-15", generation: "2014-01-15", prices: "2018-09-26" });
    expect(day.startSeconds).to.equal(consumption.startSeconds);
    expect([day.intervals, day.intervalSeconds]).to.deep.equal([48, 1800]);
    expect(day.households).to.deep.equal(consumption.meters);
    expect(day.roofs[0]?.energyWh).to.deep.equal(generation.meters[0]?.energyWh.slice(0, 48));
    expect(day.pricePerMwh[47]).to.equal(1047n);
  });

  it("takes the days that are chosen", () => {
    const files = { consumption, generation, prices: prices("2018-09-26", 1800, 2) };
    const day = joinByTimeOfDay(files, { generation: "2014-01-16", prices: "2018-09-27" });
    expect(day.roofs[0]?.energyWh[0]).to.equal(48n);
    expect(day.pricePerMwh[0]).to.equal(1048n);
  });

  it("holds a price of an hour for both half-hours", () => {
    const day = joinByTimeOfDay({ consumption, generation, prices: prices("2018-09-26", 3600) });
    expect(day.pricePerMwh.slice(0, 4)).to.deep.equal([1000n, 1000n, 1001n, 1001n]);
    expect(day.pricePerMwh).to.have.length(48);
  });
});
