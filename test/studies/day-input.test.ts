import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { chosenDays, type PlayableDay } from "../../scripts/studies/day-input.js";
import { DEFAULT_SETTINGS, type Settings } from "../../scripts/studies/settings/settings.js";
import { refusal } from "../support/refusal.js";

const CASES = new URL("../../../shared/cases/", import.meta.url).pathname;

type Sources = Partial<Settings["sources"]>;

function settingsOf(sources: Sources, dayRules: Partial<Settings["dayRules"]> = {}): Settings {
  return {
    ...DEFAULT_SETTINGS,
    sources: { ...DEFAULT_SETTINGS.sources, ...sources },
    dayRules: { ...DEFAULT_SETTINGS.dayRules, ...dayRules },
  };
}

function onlyDay(sources: Sources): PlayableDay {
  const [day] = chosenDays(settingsOf(sources));
  if (day === undefined) throw new RangeError("no day");
  return day;
}

const wantedWh = ({ day }: PlayableDay) =>
  day.households.flatMap(({ energyWh }) => energyWh).reduce((sum, wh) => sum + wh, 0n);

describe("the days that an evaluation plays", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** A file of one column of values over a UTC day, in steps of seconds. */
  function file(name: string, header: string, step: number, row: (index: number) => string): string {
    const path = join(folder, name);
    const rows = Array.from({ length: 86_400 / step }, (_, index) => {
      return `${new Date(Date.UTC(2025, 5, 18) + index * step * 1000).toISOString()},${row(index)}\n`;
    });
    writeFileSync(path, `${header}\n${rows.join("")}`);
    return path;
  }
  const meters = (name: string, step: number) => file(name, "timestamp,meter,energy_kwh", step, () => "h1,0.0119");
  const prices = (step: number, row: (index: number) => string = () => "60") =>
    file(`p${String(step)}.csv`, "timestamp,price_per_mwh", step, row);

  it("have a gate that leaves time for delivery in short intervals, and say so", () => {
    for (const [step, gate] of [
      [300, 100n],
      [60, 20n],
    ] as const) {
      const played = onlyDay({
        consumption: meters("m.csv", step),
        generation: meters("r.csv", step),
        prices: prices(900),
      });
      expect(played.rules.gateSeconds).to.equal(gate);
      expect(played.notes.at(-1)).to.contain(`trading closes ${String(gate)} s after each begins`);
    }
    const usual = onlyDay({ consumption: meters("m.csv", 900), generation: meters("r.csv", 900), prices: prices(900) });
    expect([usual.rules.gateSeconds, usual.notes]).to.deep.equal([300n, []]);
  });

  it("refuse another gate that leaves no time", () => {
    const sources = { consumption: meters("m.csv", 300), generation: meters("r.csv", 300), prices: prices(300) };
    expect(refusal(() => chosenDays(settingsOf(sources, { gateSeconds: 301 })))).to.match(
      /^dayRules\.gateSeconds = 301: leaves no time for delivery .* 5 min; give less than 300 by --set$/,
    );
    expect(chosenDays(settingsOf(sources, { gateSeconds: 299 }))[0]?.rules.gateSeconds).to.equal(299n);
  });

  it("say how many intervals have a negative price, and how much was wanted in them", () => {
    const path = prices(3600, (index) => (index === 4 || index === 5 ? "-2.5" : "60"));
    const played = onlyDay({ consumption: meters("m.csv", 3600), generation: meters("r.csv", 3600), prices: path });
    expect(played.day.pricePerMwh.filter((price) => price < 0n)).to.deep.equal([-2_500_000n, -2_500_000n]);
    expect(played.notes).to.deep.equal([
      "2 of 24 intervals have a negative price and no trade, since nobody sells below zero: 24 Wh wanted in them are not traded",
    ]);
  });

  it("name meters whose values only ever rise, as a register's do", () => {
    const header = "timestamp,meter,energy_kwh";
    const register = file("register.csv", header, 1800, (index) => `h1,${(12_345 + index * 0.25).toFixed(3)}`);
    const played = onlyDay({ consumption: register, generation: meters("r.csv", 1800), prices: prices(1800) });
    expect(played.notes).to.have.length(1);
    expect(played.notes[0]).to.contain('register.csv: the values of 1 of 1 meters, such as "h1", only ever rise');
  });

  it("refuse stamps that are none", () => {
    expect(refusal(() => chosenDays(settingsOf({ stamps: "ends" })))).to.match(
      /^--stamps ends: should be one of start/,
    );
    expect(refusal(() => chosenDays(settingsOf({ stamps: "roofs=end" })))).to.match(/^--stamps roofs=end: /);
  });

  it("name the option of a day that cannot be played", () => {
    expect(refusal(() => chosenDays(settingsOf({ priceDay: "2025-06-19" })))).to.match(
      /^--price-day 2025-06-19: data\/sample\/prices\.csv: it has .*, not 2025-06-19; complete days: 2025-06-18$/,
    );
  });

  describe("from the files of the cases", () => {
    before(function () {
      if (!existsSync(CASES)) this.skip();
    });
    const inCase = (name: string) => (file: string) => join(CASES, name, file);

    it("02: fine rows lose no energy", () => {
      const at = inCase("02-fine-rows-lose-energy");
      const sources = {
        consumption: at("rows-6min.csv"),
        generation: at("roof-6min.csv"),
        prices: at("price-6min.csv"),
      };
      expect(wantedWh(onlyDay(sources))).to.equal(456n);
    });

    it("09: five minutes", () => {
      const at = inCase("09-five-minute-intervals");
      const sources = { consumption: at("meters.csv"), generation: at("roofs.csv"), prices: at("prices.csv") };
      expect(onlyDay(sources).day.intervals).to.equal(288);
    });

    it("11: steps that differ", () => {
      const at = inCase("11-price-15-min-meters-hourly");
      for (const step of ["hourly", "15min"]) {
        const consumption = at(`meters-${step}.csv`);
        const played = onlyDay({ consumption, generation: at("roofs-hourly.csv"), prices: at("prices-15min.csv") });
        expect([played.day.intervals, wantedWh(played)]).to.deep.equal([24, 4800n]);
        expect(played.notes.at(-1)).to.match(/each has the mean of the prices in it$/);
      }
    });

    it("13: negative and missing prices of another day", () => {
      const at = inCase("13-one-negative-price");
      for (const name of ["p_neg_other_day.csv", "p_blank_other_day.csv"])
        expect(onlyDay({ prices: at(name), priceDay: "2025-06-18" }).day.days.prices).to.equal("2025-06-18");
      const refused = refusal(() => onlyDay({ prices: at("p_blank_other_day.csv"), priceDay: "2025-06-17" }));
      expect(refused).to.match(/^--price-day 2025-06-17: .*:7: column price_per_mwh: is empty$/);
    });

    it("14: gaps and late meters of another day, rows that stand twice, an hour that comes twice", () => {
      const at = inCase("14-one-gap-another-day");
      for (const name of ["m_gap_otherday.csv", "m_movedin.csv"])
        expect(onlyDay({ consumption: at(name), consumptionDay: "2025-06-18" }).day.intervals).to.equal(48);
      expect(onlyDay({ consumption: at("m_same_row_twice.csv") }).notes[0]).to.match(/count once: 1$/);
      expect(refusal(() => onlyDay({ consumption: at("m_repeated_hour_with_offsets.csv") }))).to.contain(
        "if the clocks change here, the offset of each time must be the one that held then",
      );
    });

    it("15: a local day, and ends of intervals", () => {
      const at = inCase("15-one-local-day");
      expect(onlyDay({ consumption: at("local-day.csv") }).day.startSeconds).to.equal(Date.UTC(2025, 5, 17, 22) / 1000);
      expect(refusal(() => onlyDay({ consumption: at("interval-ends.csv") }))).to.contain("add --stamps end");
      expect(wantedWh(onlyDay({ consumption: at("interval-ends.csv"), stamps: "consumption=end" }))).to.equal(5928n);
      for (const name of ["m_spring_30_off_46.csv", "m_autumn_30_off_50.csv"])
        expect(refusal(() => onlyDay({ consumption: at(name) }))).to.match(/has 2[35] hours, .* has 24: choose days/);
    });
  });
});
