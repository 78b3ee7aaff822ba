import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { wholeWh } from "../../src/data/energy.js";
import { readMeterFiles, readPriceFile } from "../../src/data/files.js";
import { refusal } from "../support/refusal.js";

describe("files of meters and prices", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-data-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, ...lines: string[]) => {
    const path = join(folder, name);
    writeFileSync(path, lines.join("\n"));
    return path;
  };

  it("refuses a path that is not there, a folder of prices, a folder without files", () => {
    const path = join(folder, "none.csv");
    expect(refusal(() => readMeterFiles(path))).to.equal(`${path}: there is no such file`);
    expect(refusal(() => readPriceFile(path))).to.equal(`${path}: there is no such file`);
    expect(refusal(() => readPriceFile(folder))).to.equal(`${folder}: is a folder`);
    expect(refusal(() => readMeterFiles(folder))).to.equal(`${folder}: the folder has no .csv or .xml file`);
  });

  it("refuses an empty file by its name", () => {
    const path = file("a.csv");
    expect(refusal(() => readMeterFiles(path))).to.equal(`${path}:1: the file is empty`);
  });

  it("refuses a file that is not text", () => {
    const path = file("a.csv", "x".repeat(3_000_000));
    expect(refusal(() => readMeterFiles(path))).to.equal(`${path}:1: is longer than 65536 characters`);
  });

  it("reads past a byte order mark and CR LF, as a spreadsheet writes them", () => {
    const path = file("p.csv", "\ufefftimestamp,price_per_mwh\r", "2018-09-26T00:00:00Z,48.28\r", "");
    expect(readPriceFile(path).rows[0]?.values).to.deep.equal([48_280_000n]);
  });

  it("reads names that a chunk's end cuts in two", () => {
    const name = "ö".repeat(30_001);
    const rows = Array.from(
      { length: 40 },
      (_, hour) => `2013-06-${15 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, "0")}:00Z`,
    );
    const path = file("a.csv", "timestamp,meter,energy_kwh", ...rows.map((time) => `${time},${name},1`));
    expect(readMeterFiles(path).rows.map(({ meter }) => meter)).to.deep.equal([name]);
  });

  it("puts a folder of one-meter files together, in the order of their names", () => {
    file("b.csv", "INTERVAL;ENERGY(kWh)", "00:00;1", "00:30;2");
    file("a.csv", "INTERVAL,ENERGY(kWh)", "2013-06-15T00:00,3", "2013-06-15T00:30,4");
    file("notes.txt", "not read");
    const { rows } = readMeterFiles(folder, { day: "2013-06-15" });
    expect(rows.map(({ meter, values }) => [meter, values.map(wholeWh)])).to.deep.equal([
      ["a", [3000n, 4000n]],
      ["b", [1000n, 2000n]],
    ]);
    expect(rows.map(({ startsAt }) => startsAt[0])).to.deep.equal(Array(2).fill(Date.UTC(2013, 5, 15) / 1000));
  });

  it("refuses a meter that is in two files of a folder, each on intervals of its own", () => {
    file("a.csv", "INTERVAL;ENERGY(kWh)", "00:00;1", "00:30;2");
    const b = file("b.csv", "INTERVAL;ENERGY(kWh)", "00:00;1", "01:00;2", "02:00;2");
    expect(readMeterFiles(folder).rows).to.have.length(2);
    file("b.csv", "timestamp,meter,energy_kwh", "2000-01-01T00:00:00Z,a,1", "2000-01-01T00:30:00Z,a,1");
    expect(refusal(() => readMeterFiles(folder))).to.equal(`${b}: meter a is in ${join(folder, "a.csv")} too`);
  });

  it("reads Green Button data beside CSV files, and names a web page for what it is", () => {
    const reading =
      "<IntervalReading><timePeriod><duration>1800</duration><start>1371254400</start></timePeriod><value>300</value></IntervalReading>";
    const type =
      "<entry><ReadingType><powerOfTenMultiplier>0</powerOfTenMultiplier><uom>72</uom></ReadingType></entry>";
    file(
      "roof.xml",
      '\ufeff<?xml version="1.0"?>',
      `<feed>${type}<entry><IntervalBlock>${reading}</IntervalBlock></entry></feed>`,
    );
    file("den.csv", "INTERVAL,ENERGY(kWh)", "2013-06-15T00:00,3");
    expect(readMeterFiles(folder).rows.map(({ meter }) => meter)).to.deep.equal(["den", "roof"]);
    const page = file("page.xml", "<!DOCTYPE html>", "<p>");
    expect(refusal(() => readMeterFiles(page))).to.equal(`${page}: is a web page, not the file that it links to`);
  });
});
