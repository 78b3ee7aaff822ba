import { expect } from "chai";

import { FileDays } from "../../src/data/file-days.js";
import { joinByTimeOfDay, type TradingFiles } from "../../src/data/joined-day.js";
import { readMeters } from "../../src/data/meters.js";
import { readPrices } from "../../src/data/prices.js";
import { isoInstant } from "../../src/data/timestamp.js";
import { refusal } from "../support/refusal.js";

/** Successive rows of a file from a time on. */
function rows(
  from: string,
  count: number,
  stepSeconds: number,
  row: (time: string, index: number) => string,
): string[] {
  return Array.from({ length: count }, (_, index) =>
    row(isoInstant(Date.parse(from) / 1000 + index * stepSeconds), index),
  );
}

function meters(source: string, ...lines: string[]): FileDays {
  return new FileDays(readMeters(["timestamp,meter,energy_kwh", ...lines], source));
}

/** Energy of a row, Wh: its number, but now and then nothing, since what only ever rises looks like a register. */
const whOf = (index: number) => (index % 24 === 20 ? 0 : index);

/** A meter whose energy is {@link whOf} the row. */
function counted(source: string, from: string, stepSeconds: number, days = 1): FileDays {
  const wh = (time: string, index: number) => `${time},${source},${(whOf(index) / 1000).toFixed(3)}`;
  return meters(source, ...rows(from, (days * 86_400) / stepSeconds, stepSeconds, wh));
}

function prices(...lines: string[]): FileDays {
  return new FileDays(readPrices(["timestamp,price_per_mwh", ...lines], "p.csv"));
}

/** Prices of 0.001, 0.002 and so on. */
function rising(from: string, stepSeconds: number, days = 1): FileDays {
  const price = (time: string, index: number) => `${time},${((index + 1) / 1000).toFixed(3)}`;
  return prices(...rows(from, (days * 86_400) / stepSeconds, stepSeconds, price));
}

const sample = (changes: Partial<TradingFiles> = {}): TradingFiles => ({
  consumption: counted("c.csv", "2013-06-15", 1800),
  generation: counted("g.csv", "2014-01-15", 1800, 2),
  prices: rising("2018-09-26", 1800, 2),
  ...changes,
});

describe("joinByTimeOfDay", () => {
  it("refuses a file without a complete day, and says from when to when it is", () => {
    const late = counted("c.csv", "2013-06-15T00:30:00Z", 1800);
    expect(refusal(() => joinByTimeOfDay(sample({ consumption: late })))).to.match(
      /^c\.csv: covers no day from midnight to midnight: it has 2013-06-15T00:30:00Z to 2013-06-16T00:30:00Z\n/,
    );
  });

  it("refuses a chosen day that its file lacks", () => {
    expect(refusal(() => joinByTimeOfDay(sample(), { generation: "2013-06-15" }))).to.equal(
      "g.csv: it has 2014-01-15T00:00:00Z to 2014-01-17T00:00:00Z, not 2013-06-15; complete days: 2014-01-15 to 2014-01-16",
    );
    expect(refusal(() => joinByTimeOfDay(sample(), { prices: "tomorrow" }))).to.equal(
      '"tomorrow" is not a day such as 2018-09-26',
    );
  });

  it("refuses intervals that do not fill the day", () => {
    const long = meters("c.csv", ...rows("2013-06-15", 4, 7 * 3600, (time) => `${time},a,1`));
    expect(refusal(() => joinByTimeOfDay(sample({ consumption: long })))).to.contain("has 420 min, past midnight");
  });

  it("joins days of different dates by interval, the first complete one of each file", () => {
    const day = joinByTimeOfDay(sample());
    expect(day.days).to.deep.equal({ consumption: "2013-06-15", generation: "2014-01-15", prices: "2018-09-26" });
    expect(day.startSeconds).to.equal(Date.UTC(2013, 5, 15) / 1000);
    expect([day.intervals, day.intervalSeconds, day.notes]).to.deep.equal([48, 1800, []]);
    const counts = Array.from({ length: 48 }, (_, index) => BigInt(whOf(index)));
    expect(day.households).to.deep.equal([{ name: "c.csv", energyWh: counts }]);
    expect(day.roofs[0]?.energyWh).to.deep.equal(counts);
    expect(day.pricePerMwh[47]).to.equal(48_000n);
  });

  it("takes the days that are chosen", () => {
    const day = joinByTimeOfDay(sample(), { generation: "2014-01-16", prices: "2018-09-27" });
    expect(day.roofs[0]?.energyWh[0]).to.equal(48n);
    expect(day.pricePerMwh[0]).to.equal(49_000n);
  });

  it("keeps what is below a watt-hour for the next interval", () => {
    const fine = meters("c.csv", ...rows("2013-06-15", 240, 360, (time) => `${time},a,0.0019`));
    const day = joinByTimeOfDay(sample({ consumption: fine, generation: counted("g.csv", "2014-01-15", 360) }));
    const wh = day.households[0]?.energyWh ?? [];
    expect(wh.slice(0, 6)).to.deep.equal([1n, 2n, 2n, 2n, 2n, 2n]);
    expect(wh.reduce((sum, each) => sum + each, 0n)).to.equal(456n);
  });

  it("holds a price of an hour for both half-hours, and says so", () => {
    const day = joinByTimeOfDay(sample({ prices: rising("2018-09-26", 3600) }));
    expect(day.pricePerMwh.slice(0, 4)).to.deep.equal([1000n, 1000n, 2000n, 2000n]);
    expect(day.pricePerMwh).to.have.length(48);
    expect(day.notes).to.deep.equal([
      "p.csv: intervals of 60 min, traded in intervals of 30 min: a price holds for all that lie in its own",
    ]);
  });

  it("takes the mean of finer prices, rounded down, also below zero", () => {
    const quarters = rows(
      "2018-09-26",
      96,
      900,
      (time, index) => `${time},${index % 2 === 0 ? "-0.000002" : "0.000001"}`,
    );
    const day = joinByTimeOfDay(sample({ prices: prices(...quarters) }));
    expect(new Set(day.pricePerMwh)).to.deep.equal(new Set([-1n]));
    expect(day.notes).to.have.length(1);
  });

  it("sums finer meters into the intervals of the others", () => {
    const day = joinByTimeOfDay(sample({ generation: counted("g.csv", "2014-01-15", 900) }));
    expect(day.roofs[0]?.energyWh.slice(0, 3)).to.deep.equal([1n, 5n, 9n]);
    expect(day.households[0]?.energyWh.slice(0, 3)).to.deep.equal([0n, 1n, 2n]);
    expect(day.notes).to.deep.equal([
      "g.csv: intervals of 15 min, traded in intervals of 30 min: finer readings are summed",
    ]);
    const coarse = joinByTimeOfDay(sample({ consumption: counted("c.csv", "2013-06-15", 3600) }));
    expect([coarse.intervals, coarse.roofs[0]?.energyWh[1]]).to.deep.equal([24, 2n + 3n]);
  });

  it("trades by hours where 20 and 30 minutes meet", () => {
    const day = joinByTimeOfDay(sample({ generation: counted("g.csv", "2014-01-15", 1200) }));
    expect([day.intervals, day.intervalSeconds]).to.deep.equal([24, 3600]);
    expect(day.roofs[0]?.energyWh[1]).to.equal(3n + 4n + 5n);
  });

  it("joins local days with days of UTC by the hour of the day, and says so; refuses days of other lengths", () => {
    const summer = Array.from({ length: 24 }, (_, hour) => `2025-06-18T${String(hour).padStart(2, "0")}:00+02:00,a,1`);
    const day = joinByTimeOfDay(sample({ consumption: meters("l.csv", ...summer) }));
    expect(day.startSeconds).to.equal(Date.UTC(2025, 5, 17, 22) / 1000);
    expect(day.notes[0]).to.equal(
      "l.csv: 2025-06-18 is a day of its own clock, 2025-06-17T22:00:00Z to 2025-06-18T22:00:00Z",
    );
    const spring = Array.from({ length: 23 }, (_, index) => {
      const hour = index < 2 ? index : index + 1;
      return `2025-03-30T${String(hour).padStart(2, "0")}:00${index < 2 ? "+01:00" : "+02:00"},a,1`;
    });
    const short = meters("s.csv", ...spring);
    expect(short.complete).to.deep.equal(["2025-03-30"]);
    expect(refusal(() => joinByTimeOfDay(sample({ consumption: short })))).to.match(
      /^s\.csv: its day 2025-03-30 has 23 hours, 2014-01-15 of g\.csv has 24: choose days of one length/,
    );
    const roof = meters("r.csv", ...spring);
    const price = prices(...spring.map((row) => row.replace(",a", "")));
    expect(joinByTimeOfDay({ consumption: short, generation: roof, prices: price }).intervals).to.equal(23);
  });
});
