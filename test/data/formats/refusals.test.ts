import { expect } from "chai";

import { UserError } from "../../../src/model/errors.js";
import { readOptions } from "../../../src/data/formats/said.js";
import { Zone } from "../../../src/data/zone.js";
import { refusal } from "../../support/refusal.js";
import { readAs } from "./reading.js";

const WATTLANE = "timestamp;meter;energy_kwh";
const row = (time: string, energy: string) => [WATTLANE, `${time};a;${energy}`];
const NOON = "2025-06-18T12:00Z";

describe("what has to be said about a file", () => {
  for (const [name, lines, fault] of [
    [
      "a decimal comma",
      row(NOON, "0,100"),
      'column energy_kwh: "0,100" has a comma: say --decimal comma if decimals follow it, or --decimal point if it groups thousands',
    ],
    [
      "thousands",
      row(NOON, "1,010.5"),
      'column energy_kwh: "1,010.5" has groups of thousands: say --decimal point to read it',
    ],
    [
      "thousands, with a point",
      row(NOON, "1.010,5"),
      'column energy_kwh: "1.010,5" has groups of thousands: say --decimal comma to read it',
    ],
    [
      "day first",
      row("18.06.2025 12:00", "1"),
      'column timestamp: "18.06.2025 12:00" does not begin with its year: say --dates dmy (day first) or --dates mdy (month first)',
    ],
    [
      "Unix time",
      row("1750204800", "1"),
      'column timestamp: "1750204800" looks like Unix time: say --dates unix if it is',
    ],
    [
      "no zone",
      row("2025-06-18T12:00", "1"),
      'column timestamp: "2025-06-18T12:00" has no zone: end it with Z or an offset such as +01:00, or say --zone Europe/Amsterdam',
    ],
  ] as const)
    it(`${name}: the option is named`, () => {
      expect(readAs("meters", lines).faults).to.deep.equal([`f.csv:2: ${fault}`]);
    });

  for (const [text, options, wh] of [
    ["0,100", { decimal: "comma" }, 100],
    ["1.010,5", { decimal: "comma" }, 1_010_500],
    ["1 010,5", { decimal: "comma" }, 1_010_500],
    ["1,010.5", { decimal: "point" }, 1_010_500],
    ["1'010.5", { decimal: "point" }, 1_010_500],
    ["1,010,001", { decimal: "point" }, 1_010_001_000],
    ["1e-3", { decimal: "comma" }, 1],
  ] as const)
    it(`${text} is read with --decimal ${options.decimal}`, () => {
      expect(readAs("meters", row(NOON, text), options).rows).to.deep.equal([`2025-06-18T12:00Z a ${String(wh)}`]);
    });

  for (const [text, options, fault] of [
    // It may be 1010 or 1.01: a guess would be wrong by a thousand.
    [
      "1.010",
      { decimal: "comma" },
      '"1.010" is no number with a decimal comma: say --decimal point if it is one with the other sign',
    ],
    [
      "1,010",
      { decimal: "point" },
      '"1,010" is no number with a decimal point: say --decimal comma if it is one with the other sign',
    ],
    [
      "1,01,000",
      { decimal: "point" },
      '"1,01,000" is no number with a decimal point: say --decimal comma if it is one with the other sign',
    ],
    ["-", {}, '"-" is not a number'],
    ["1,2,3", {}, '"1,2,3" is not a number'],
  ] as const)
    it(`${text} is refused with ${JSON.stringify(options)}`, () => {
      expect(readAs("meters", row(NOON, text), options).faults).to.deep.equal([`f.csv:2: column energy_kwh: ${fault}`]);
    });

  it("a local day of 23 hours and one of 25 have each hour once", () => {
    const zone = new Zone("Europe/Amsterdam");
    const hour = (day: string, hours: number) => `${day} ${String(hours).padStart(2, "0")}:00`;
    const read = (times: readonly string[]) =>
      readAs("meters", [WATTLANE, ...times.map((time) => `${time};a;1`)], { zone }).rows.map((each) =>
        each.slice(0, 17),
      );
    const utc = (start: number, count: number) =>
      Array.from({ length: count }, (_, index) => `${new Date(start + index * 3_600_000).toISOString().slice(0, 16)}Z`);
    const spring = Array.from({ length: 24 }, (_, each) => each).filter((each) => each !== 2);
    expect(read(spring.map((each) => hour("2025-03-30", each)))).to.deep.equal(utc(Date.UTC(2025, 2, 29, 23), 23));
    const autumn = [0, 1, 2, 2, ...Array.from({ length: 21 }, (_, each) => each + 3)].map((each) =>
      hour("2025-10-26", each),
    );
    expect(read(autumn)).to.deep.equal(utc(Date.UTC(2025, 9, 25, 22), 25));
    expect(read([...autumn].reverse())).to.deep.equal(utc(Date.UTC(2025, 9, 25, 22), 25).reverse());
  });

  it("a time that the clock skips, and one that may be either of two, are refused", () => {
    const options = { zone: new Zone("Europe/Amsterdam") };
    expect(readAs("meters", row("2025-03-30 02:30", "1"), options).faults).to.deep.equal([
      'f.csv:2: column timestamp: "2025-03-30 02:30" does not exist in Europe/Amsterdam: the clock skips it',
    ]);
    expect(readAs("meters", row("2025-10-26 02:30", "1"), options).faults).to.deep.equal([
      'f.csv:2: column timestamp: "2025-10-26 02:30" exists twice in Europe/Amsterdam, and no row just before it tells which it is: give it an offset',
    ]);
  });
});

describe("what a file must not be", () => {
  const ADVICE =
    "say which column is what, such as --columns time=Start,energy=Usage --unit kWh (docs/data.md lists the formats)";
  for (const [name, kind, lines, options, message] of [
    ["of no format", "meters", ["a,b"], {}, `f.csv:1: the header "a,b" is of no format that is known: ${ADVICE}`],
    [
      "of meters, where prices are wanted",
      "prices",
      ["timestamp,meter,energy_kwh"],
      {},
      "f.csv:1: is a file of meters (Wattlane's meters), not of prices",
    ],
    [
      "NEM12, where prices are wanted",
      "prices",
      ["100,NEM12,1,a,b"],
      {},
      "f.csv:1: is a file of meters (NEM12), not of prices",
    ],
    [
      "of two formats",
      "meters",
      ["timestamp,meter,energy_kwh,Start,End,Consumption (kWh)"],
      {},
      `f.csv:1: the header "timestamp,meter,energy_kwh,Start,End,Consumption (kWh)" may be of Wattlane's meters, Octopus Energy's consumption: ${ADVICE}`,
    ],
    [
      "without a unit",
      "meters",
      ["entity_id,state,last_changed"],
      {},
      "f.csv:1: Home Assistant's history: the file does not say its unit: say --unit, one of kWh, Wh, MWh; energy is then taken for a register's readings",
    ],
    [
      "a register in watts",
      "meters",
      ["entity_id,state,last_changed"],
      { unit: "W" },
      "f.csv:1: Home Assistant's history: is read as a register, and --unit W is power: it may be kWh, Wh, MWh",
    ],
    [
      "in another unit than said",
      "meters",
      ["timestamp,meter,energy_kwh"],
      { unit: "Wh" },
      "f.csv:1: Wattlane's meters: is in kWh, and --unit says Wh",
    ],
    [
      "without a header after the first lines",
      "meters",
      ["Name,SMITH", "a,b"],
      {},
      "f.csv:2: no header of a format that is known follows",
    ],
    [
      "XML that is followed",
      "meters",
      ["<?xml version='1.0'?>"],
      {},
      "f.csv: is XML: only a whole file of Green Button data is read as such",
    ],
    [
      "without a column that was said",
      "meters",
      ["a,b"],
      { columns: { time: "a", energy: "c" } },
      'f.csv:1: the header "a,b" lacks "c", which --columns names',
    ],
    [
      "without a value that was said",
      "meters",
      ["a,b"],
      { columns: { time: "a" } },
      "f.csv:1: --columns must say time and energy or register of a file of meters",
    ],
    ["empty", "meters", ["", " "], {}, "f.csv:1: the file is empty"],
  ] as const)
    it(name, () => {
      expect(refusal(() => readAs(kind, lines, options))).to.equal(message);
    });

  for (const [name, lines, options, fault] of [
    [
      "two areas",
      [
        "MTU (UTC),Area,Day-ahead Price (EUR/MWh)",
        "18/06/2025 00:00 - 18/06/2025 01:00,NL,1",
        "18/06/2025 00:00 - 18/06/2025 01:00,BE,2",
      ],
      {},
      'f.csv:3: column Area: is "BE", and rows before have "NL": give a file of one of them',
    ],
    [
      "a price that is none",
      ["timestamp,price_per_mwh", `${NOON},x`],
      {},
      'f.csv:2: column price_per_mwh: "x" is not a number',
    ],
  ] as const)
    it(`prices with ${name}`, () => {
      expect(readAs("prices", lines, options).faults).to.deep.equal([fault]);
    });

  for (const [name, lines, options, fault] of [
    [
      "a register that falls",
      ["t,r", "2025-06-18T00:00Z,10", "2025-06-18T00:30Z,9"],
      { columns: { time: "t", register: "r" }, unit: "kWh" },
      "f.csv:3: the register falls from 10.00 kWh to 9.00 kWh: it rolled over, or the meter was exchanged",
    ],
    [
      "two readings of one time",
      ["t,r", "2025-06-18T00:00Z,10", "2025-06-18T00:00Z,9"],
      { columns: { time: "t", register: "r" }, unit: "kWh" },
      "f.csv:3: the register has two readings at 2025-06-18T00:00:00Z; line 2 has the other",
    ],
    [
      "power of a single row",
      ["t,p", "2025-06-18T00:00Z,10"],
      { columns: { time: "t", energy: "p" }, unit: "kW" },
      "f.csv:2: a single row of power: nothing says how long it lasted",
    ],
    [
      "power at a step that gets shorter",
      ["t,p", ...["00:00", "01:00", "02:00", "02:15"].map((clock) => `2025-06-18T${clock}Z,1`)],
      { columns: { time: "t", energy: "p" }, unit: "kW" },
      "f.csv:5: stands 15 min from the row before, and power is the mean of 60 min: give a file in which the step stays the same",
    ],
    [
      "an end before the start",
      ["Start,End,Consumption (kWh)", "2026-04-01T00:30:00Z,2026-04-01T00:15:00Z,1"],
      {},
      'f.csv:2: column End: "2026-04-01T00:15:00Z" is not after the interval\'s start',
    ],
    [
      "a value that is not there",
      ["timestamp,meter,energy_kwh", `${NOON},a`],
      {},
      "f.csv:2: column energy_kwh: is missing",
    ],
    [
      "a field too many",
      ["timestamp,meter,energy_kwh", `${NOON},a,0,1`],
      {},
      "f.csv:2: column 4: is one too many: the header has 3 columns",
    ],
  ] as const)
    it(`meters with ${name}`, () => {
      expect(readAs("meters", lines, options).faults).to.deep.equal([fault]);
    });
});

describe("options about files", () => {
  it("hold for all files, or for those that they name", () => {
    const said = { decimal: "comma,prices=point", zone: "consumption=Europe/Oslo", unit: "wh", dates: "DMY" };
    expect(readOptions(said, "prices")).to.deep.include({
      decimal: "point",
      unit: undefined,
      zone: undefined,
      dates: "dmy",
    });
    const { decimal, unit, zone } = readOptions(said, "consumption");
    expect([decimal, unit, zone?.name]).to.deep.equal(["comma", "Wh", "Europe/Oslo"]);
  });

  it("name columns, whose names may have commas, for all files or for one", () => {
    const said = { columns: "time=Start, at,energy=Usage (kWh, net),prices.time=When,price=EUR" };
    expect(readOptions(said, "generation").columns).to.deep.include({ time: "Start, at", energy: "Usage (kWh, net)" });
    expect(readOptions(said, "prices").columns).to.deep.include({ time: "When", price: "EUR" });
    expect(readOptions({ columns: "prices.time=When,prices.price=EUR" }, "consumption").columns).to.equal(undefined);
  });

  for (const [said, message] of [
    [{ decimal: "dot" }, "--decimal dot: should be one of point, comma"],
    [{ unit: "kVA" }, "--unit kVA: should be one of kWh, Wh, MWh, W, kW"],
    [{ dates: "ymd" }, "--dates ymd: should be one of dmy, mdy, unix"],
    [{ zone: "Mars" }, '--zone "Mars" is no time zone such as Europe/Amsterdam, UTC or +10:00'],
    [{ zone: "roofs=UTC" }, "--zone roofs=UTC: should be one value, or a list such as consumption=...,prices=..."],
    [
      { columns: "when=a" },
      "--columns when=a: should be such as time=Start,energy=Usage; what there is: time, clock, end, meter, energy, register, price, unit",
    ],
  ] as const)
    it(`refuse ${JSON.stringify(said)}`, () => {
      expect(refusal(() => readOptions(said))).to.equal(message);
      expect(() => readOptions(said)).to.throw(UserError);
    });
});
