import { expect } from "chai";

import { FileDays } from "../../src/data/file-days.js";
import { joinByTimeOfDay, type MeterEnergy } from "../../src/data/joined-day.js";
import { readMeters } from "../../src/data/meters.js";
import { readPrices } from "../../src/data/prices.js";
import { dayOf, isoInstant } from "../../src/data/timestamp.js";
import { UserError } from "../../src/model/errors.js";
import { mulberry32, shuffled, uniformInteger } from "../../src/model/random.js";

const FIRST_DAY = Date.UTC(2025, 5, 17) / 1000;
const DAY = "2025-06-18";
const STEPS = [60, 300, 900, 1200, 1800, 3600];
const RUNS = 300;

type Random = () => number;

function one<T>(random: Random, list: readonly T[]): T {
  return list[uniformInteger(random, 0, list.length - 1)] as T;
}

/** Two days of one to three meters, each with a step of its own, in rows as people have them. */
function validRows(random: Random): string[] {
  const meters = Array.from({ length: uniformInteger(random, 1, 3) }, (_, index) => `h${String(index)}`);
  return meters.flatMap((meter) => {
    const step = one(random, STEPS.slice(2));
    return Array.from({ length: 172_800 / step }, (_, index) => {
      const digits = String(uniformInteger(random, 0, 10 ** uniformInteger(random, 0, 6)));
      return `${isoInstant(FIRST_DAY + index * step)},${meter},0.${digits.padStart(uniformInteger(random, 1, 9), "0")}`;
    });
  });
}

type Edit = (random: Random, rows: readonly string[]) => string[];

/** A new value in place of one, at random. */
const valued =
  (...values: string[]): Edit =>
  (random, rows) => {
    const index = uniformInteger(random, 0, rows.length - 1);
    const row = (rows[index] ?? "").replace(/[^,]*$/, one(random, values));
    return rows.toSpliced(index, 1, row);
  };

const EDITS: readonly Edit[] = [
  shuffled,
  (_, rows) => rows.toReversed(),
  (random, rows) => {
    const row = one(random, rows);
    return rows.toSpliced(uniformInteger(random, 0, rows.length), 0, row);
  },
  (_, rows) => [...rows, ...rows],
  (random, rows) => rows.toSpliced(uniformInteger(random, 0, rows.length - 1), uniformInteger(random, 1, 3)),
  (random, rows) => rows.slice(uniformInteger(random, 0, 60)),
  (random, rows) => rows.filter((row, index) => !row.includes("06-17") || index % uniformInteger(random, 2, 5) === 0),
  (_, rows) => rows.filter((_row, index) => index % 2 === 0),
  valued("-0.5", "", "1e40", "NaN", "0.1x", "--1"),
  valued("7", "0.5", ".25"),
  (random, rows) => {
    const last = rows.at(-1) ?? "";
    return [...rows.slice(0, -1), last.slice(0, uniformInteger(random, 1, last.length))];
  },
  (random, rows) => rows.map((row) => (random() < 0.02 ? row.replace(":00Z", ":07Z") : row)),
];

const ROW = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ),(h\d),(\d*)\.?(\d*)$/;

/** By other means: each meter's energy on the day, in 10^-11 kWh; undefined for a day that no reader may accept. */
function exactOfDay(rows: readonly string[]): ReadonlyMap<string, bigint> | undefined {
  const meters = new Map<string, Map<string, bigint>>();
  for (const row of rows) {
    const [, time = "", meter = "", whole = "", fraction = ""] = ROW.exec(row) ?? [];
    if (whole + fraction === "") {
      if (row.startsWith(DAY) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,h\d,/.test(row)) return undefined;
      continue;
    }
    if (!time.startsWith(DAY)) continue;
    const values = meters.get(meter) ?? new Map<string, bigint>();
    meters.set(meter, values);
    const value = BigInt(whole + fraction.padEnd(11, "0"));
    if ((values.get(time) ?? value) !== value) return undefined;
    values.set(time, value);
  }
  const sum = (values: Map<string, bigint>) => [...values.values()].reduce((total, value) => total + value, 0n);
  return new Map([...meters].map(([meter, values]) => [meter, sum(values)]));
}

function flatPrices(step: number): FileDays {
  const rows = Array.from({ length: 86_400 / step }, (_, index) => `${isoInstant(FIRST_DAY + index * step)},1`);
  return new FileDays(readPrices(["timestamp,price_per_mwh", ...rows], "p.csv"));
}

describe("files with random edits", () => {
  it("give the exact energy of the day, or a fault a line", () => {
    const random = mulberry32(20_250_618);
    const prices = flatPrices(3600);
    let played = 0;
    for (let run = 0; run < RUNS; run++) {
      let rows = validRows(random);
      for (let edits = uniformInteger(random, 0, 3); edits > 0; edits--) rows = one(random, EDITS)(random, rows);
      const where = `run ${String(run)}`;
      let households: readonly MeterEnergy[];
      try {
        const file = new FileDays(readMeters(["timestamp,meter,energy_kwh", ...rows], "f.csv"));
        households = joinByTimeOfDay(
          { consumption: file, generation: file, prices },
          { consumption: DAY, generation: DAY },
        ).households;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const lines = error.message.split("\n");
        expect(lines.length, where).to.be.within(1, 11);
        for (const line of lines) expect(line, where).to.match(/^f\.csv|^and \d+ more$/);
        continue;
      }
      played++;
      const exact = exactOfDay(rows);
      expect(exact, where).to.not.equal(undefined);
      expect(households.length, where).to.equal(exact?.size);
      for (const { name, energyWh } of households) {
        const wh = energyWh.reduce((sum, each) => sum + each, 0n);
        expect(wh, `${where}, ${name}`).to.equal((exact?.get(name) ?? 0n) / 10n ** 8n);
      }
    }
    // The test is worth something only if both happen.
    expect(played).to.be.within(RUNS / 5, (RUNS * 4) / 5);
  });

  it("refuse no sound file, in whatever order its rows are", () => {
    const random = mulberry32(7);
    const prices = flatPrices(900);
    for (let run = 0; run < 30; run++) {
      const rows = shuffled(random, validRows(random));
      const file = new FileDays(readMeters(["timestamp,meter,energy_kwh", ...rows], "f.csv"));
      expect(file.complete).to.deep.equal([dayOf(FIRST_DAY), DAY]);
      expect(joinByTimeOfDay({ consumption: file, generation: file, prices }).days.consumption).to.equal(
        dayOf(FIRST_DAY),
      );
    }
  });

  it("give the mean price of each interval, minute by minute", () => {
    const random = mulberry32(11);
    for (const meterStep of STEPS)
      for (const priceStep of STEPS) {
        const cents = Array.from({ length: 86_400 / priceStep }, () => uniformInteger(random, 0, 20_000) - 4000);
        const rows = cents.map(
          (price, index) => `${isoInstant(FIRST_DAY + index * priceStep)},${(price / 100).toFixed(2)}`,
        );
        const prices = new FileDays(readPrices(["timestamp,price_per_mwh", ...rows], "p.csv"));
        const energy = Array.from(
          { length: 86_400 / meterStep },
          (_, index) => `${isoInstant(FIRST_DAY + index * meterStep)},a,1`,
        );
        const file = new FileDays(readMeters(["timestamp,meter,energy_kwh", ...energy], "f.csv"));
        const day = joinByTimeOfDay({ consumption: file, generation: file, prices });
        const minutes = meterStep / 60;
        const expected = Array.from({ length: day.intervals }, (_, interval) => {
          let sum = 0;
          for (let minute = 0; minute < minutes; minute++)
            sum += 10_000 * (cents[Math.floor(((interval * minutes + minute) * 60) / priceStep)] ?? NaN);
          return BigInt(Math.floor(sum / minutes));
        });
        expect(day.pricePerMwh, `${String(meterStep)} ${String(priceStep)}`).to.deep.equal(expected);
      }
  });
});
