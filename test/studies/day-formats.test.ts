import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { chosenDays } from "../../scripts/studies/day-input.js";
import { effectiveSettings } from "../../scripts/studies/settings/file.js";
import { settingsOf } from "../../tasks/evaluate-options.js";
import { refusal } from "../support/refusal.js";

type Typed = Partial<Parameters<typeof settingsOf>[0]>;

describe("a day from files as people export them", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-formats-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const written = (name: string, lines: readonly string[]) => {
    const path = join(folder, name);
    writeFileSync(path, lines.join("\n"));
    return path;
  };
  const two = (number: number) => String(number).padStart(2, "0");
  const hours = (row: (clock: string, hour: number) => string) =>
    Array.from({ length: 24 }, (_, hour) => row(`${two(hour)}:00`, hour));
  const days = (typed: Typed) => chosenDays(settingsOf({ ...({} as Parameters<typeof settingsOf>[0]), ...typed }));

  it("what is said about one file does not touch the others, nor the shipped sample", () => {
    const consumption = written("load.csv", ["Tid;Forbruk (kWh)", ...hours((clock) => `18.06.2025 ${clock};0,25`)]);
    const [played] = days({
      consumption,
      columns: "consumption.time=Tid,consumption.energy=Forbruk (kWh)",
      decimal: "comma",
      dates: "dmy",
      zone: "consumption=Europe/Oslo",
    });
    expect(played?.day.days.consumption).to.equal("2025-06-18");
    expect(played?.day.households).to.deep.equal([{ name: "load", energyWh: Array(24).fill(250n) }]);
    expect(played?.notes[0]).to.equal(
      `${consumption}: taken for columns as said: kWh; times without a zone are of Europe/Oslo; decimal comma`,
    );
  });

  it("consumption takes what was delivered, and generation what was fed in, of one file", () => {
    const both = written("elhub.csv", [
      "Fra;Til;KWH 60 Forbruk;KWH 60 Produksjon",
      ...hours((clock, hour) => `18.06.2025 ${clock};18.06.2025 ${two((hour + 1) % 24)}:00;0,1;0,2`),
    ]);
    const [played] = days({ consumption: both, generation: both });
    expect(played?.day.households[0]?.energyWh).to.deep.equal(Array(24).fill(100n));
    expect(played?.day.roofs[0]?.energyWh).to.deep.equal(Array(24).fill(200n));
  });

  it("is the same from the settings of the report", () => {
    const file = written("settings.json", [
      JSON.stringify({ sources: { consumption: "x.csv", zone: "UTC", unit: "Wh" } }),
    ]);
    expect(settingsOf({ settings: file, unit: "kW" } as Parameters<typeof settingsOf>[0]).sources).to.deep.include({
      zone: "UTC",
      unit: "kW",
    });
    expect(effectiveSettings({ file }).sources.unit).to.equal("Wh");
  });

  it("refuses an option that is none before it reads on", () => {
    const consumption = written("own.csv", ["timestamp,meter,energy_kwh"]);
    expect(refusal(() => days({ consumption, zone: "Mars" }))).to.match(/^--zone "Mars" is no time zone/);
  });
});
