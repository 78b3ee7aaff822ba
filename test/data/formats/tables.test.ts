import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { Zone } from "../../../src/data/zone.js";
import { readAs } from "./reading.js";
import { SHAPES } from "./shapes.js";

describe("formats of files, by their headers", () => {
  for (const { name, kind = "meters", lines, options, taken, rows } of SHAPES)
    it(name, () => {
      expect(readAs(kind, lines, options)).to.deep.equal({ taken, rows, faults: [] });
    });
});

describe("the files of the cases", () => {
  const folder = fileURLToPath(new URL("../../../../shared/cases/18-formats-people-have/", import.meta.url));
  before(function () {
    if (!existsSync(folder)) this.skip();
  });

  const lines = (name: string) =>
    readFileSync(folder + name, "utf8")
      .replace(/^\ufeff/, "")
      .trimEnd()
      .split(/\r?\n/);
  const midnight = 0;

  for (const [name, count, first, options] of [
    ["gsy_power.csv", 96, "1970-01-01T00:00Z/1970-01-01T00:15Z gsy_power 100", {}],
    ["gsy_interval_power.csv", 96, "1970-01-01T00:00Z/1970-01-01T00:15Z gsy_interval_power 100.125", {}],
    ["gsy_time_power.csv", 96, "2021-07-01T00:00Z/2021-07-01T00:15Z gsy_time_power 100.125", {}],
    ["gsy_hms.csv", 96, "1970-01-01T00:00Z gsy_hms 100", {}],
    ["octopus.csv", 48, "2026-03-31T23:00Z/2026-03-31T23:30Z octopus 100", {}],
    ["elhub.csv", 23, "2025-06-17T22:00Z/2025-06-17T23:00Z elhub 100", {}],
    ["enedis_new.csv", 48, "2023-12-31T23:00Z/2023-12-31T23:30Z enedis_new 150", {}],
    ["enedis_old.csv", 47, "2023-12-31T23:00Z/2023-12-31T23:30Z enedis_old 150", {}],
    ["entsoe.csv", 96, "2025-09-30T22:00Z/2025-09-30T22:15Z 80250000", {}],
    ["aemo_price.csv", 288, "2025-06-17T14:05Z 80100000", {}],
    ["nem12.csv", 48, "2025-01-25T14:00Z/2025-01-25T14:30Z 6000000001 100", {}],
    ["lcl.csv", 48, "2013-06-15T00:00Z MAC009999 100", {}],
    ["dsmr_export.csv", 23, "2025-06-17T22:00Z/2025-06-17T23:00Z dsmr_export 550", {}],
    ["ha_history.csv", 47, "2025-06-18T00:00Z/2025-06-18T00:30Z sensor.grid_in 250", { unit: "kWh" }],
    [
      "ha_import.csv",
      23,
      "2025-07-19T23:00Z/2025-07-20T00:00Z sensor.eeg 1",
      { dates: "dmy", decimal: "comma", zone: new Zone("Europe/Berlin") },
    ],
    ["emoncms.csv", 48, "2025-06-18T00:00Z/2025-06-18T00:30Z emoncms 67", { unit: "W" }],
    [
      "greenbutton.csv",
      96,
      "2025-06-18T04:00Z/2025-06-18T04:15Z greenbutton 100",
      { zone: new Zone("America/New_York") },
    ],
  ] as const)
    it(`${name} is read`, () => {
      const kind = /entsoe|aemo/.test(name) ? "prices" : "meters";
      const { rows, faults } = readAs(kind, lines(name), { midnight, ...options }, name);
      expect(faults).to.deep.equal([]);
      expect([rows.length, rows[0]]).to.deep.equal([count, first]);
    });

  it("gsy_nounit.csv: every row below zero is refused, and the others last a quarter of an hour", () => {
    const { rows, faults } = readAs("meters", lines("gsy_nounit.csv"), { midnight }, "gsy_nounit.csv");
    expect([rows.length, rows[0]]).to.deep.equal([48, "1970-01-01T00:00Z/1970-01-01T00:15Z gsy_nounit 100"]);
    expect(faults[0]).to.equal('gsy_nounit.csv:3: column POWER: "-401" is negative');
  });
});
