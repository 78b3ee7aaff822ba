import { expect } from "chai";

import { Zone } from "../../../src/data/zone.js";
import { readAs } from "./reading.js";

const values = (count: number, text = (index: number) => `0.${String(100 + index)}`) =>
  Array.from({ length: count }, (_, index) => text(index)).join(",");

describe("NEM12", () => {
  const channel = (suffix: string, unit = "kWh", minutes = 30) =>
    `200,6000000001,E1B1Q1,1,${suffix},N1,METER1,${unit},${String(minutes)},`;
  const head = "100,NEM12,202501270000,MDP1,RETAILER";

  it("reads the days of the channels that are wanted, in market time", () => {
    const lines = [
      head,
      channel("E1"),
      `300,20250126,${values(48)},A,,,20250127000000,20250127000000`,
      channel("B1", "Wh"),
      `300,20250126,${values(48, () => "7")},A,,,20250127000000,`,
      channel("Q1", "kVArh"),
      `300,20250126,${values(48)},A,,,,`,
      "900",
    ];
    const { taken, rows, faults } = readAs("meters", lines);
    expect(taken).to.equal("NEM12: what was delivered (E); times are of +10:00");
    expect(faults).to.deep.equal([]);
    expect(rows).to.have.length(48);
    expect(rows[0]).to.equal("2025-01-25T14:00Z/2025-01-25T14:30Z 6000000001 100");
    expect(rows[47]).to.equal("2025-01-26T13:30Z/2025-01-26T14:00Z 6000000001 147");
    const fedIn = readAs("meters", lines, { flow: "returned" });
    expect(fedIn.taken).to.equal("NEM12: what was fed in (B); times are of +10:00");
    expect(fedIn.rows[0]).to.equal("2025-01-25T14:00Z/2025-01-25T14:30Z 6000000001 7");
  });

  it("leaves out intervals that have no reading", () => {
    const { rows } = readAs("meters", [head, channel("E1"), `300,20250126,${values(48)},V,,,,`, "400,2,47,N,,", "900"]);
    expect(rows).to.deep.equal([
      "2025-01-25T14:00Z/2025-01-25T14:30Z 6000000001 100",
      "2025-01-26T13:30Z/2025-01-26T14:00Z 6000000001 147",
    ]);
  });

  for (const [name, line, fault] of [
    [
      "a day with a value too few",
      `300,20250126,${values(47)},A,,,,`,
      "f.csv:3: does not have 48 values and then their quality",
    ],
    [
      "a day that is none",
      `300,20250230,${values(48)},A,,,,`,
      'f.csv:3: column 2: "20250230" is not a day such as 20250618',
    ],
    ["a value that is none", `300,20250126,x,${values(47)},A,,,,`, 'f.csv:3: column 3: "x" is not a number'],
    ["a record that is none", "301,x", 'f.csv:3: "301" is no record of NEM12'],
  ] as const)
    it(`refuses ${name}`, () => {
      expect(readAs("meters", [head, channel("E1"), line]).faults).to.deep.equal([fault]);
    });

  it("refuses a day without its channel, and a length of intervals that is none", () => {
    expect(readAs("meters", [head, `300,20250126,${values(48)},A`]).faults).to.deep.equal([
      "f.csv:2: is a day without a channel (200) before it",
    ]);
    expect(readAs("meters", [head, channel("E1", "kWh", 7)]).faults).to.deep.equal([
      'f.csv:2: column 9: "7" is no length of an interval in minutes',
    ]);
  });
});

describe("tables of days", () => {
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const hours = Array.from({ length: 24 }, (_, hour) => clock(hour * 60));
  const header = ["Meter", "Date", ...hours].join(",");
  const zone = new Zone("Europe/Amsterdam");

  it("reads a column an interval, of several meters", () => {
    const { taken, rows, faults } = readAs(
      "meters",
      [header, `a,2025-06-18,${values(24)}`, `b,2025-06-18,${values(24)}`],
      {
        unit: "kWh",
        zone,
      },
    );
    expect(taken).to.equal("a table of days, a column for each of 24 intervals: kWh");
    expect(faults).to.deep.equal([]);
    expect([rows.length, rows[0], rows[47]]).to.deep.equal([
      48,
      "2025-06-17T22:00Z/2025-06-17T23:00Z a 100",
      "2025-06-18T21:00Z/2025-06-18T22:00Z b 123",
    ]);
  });

  it("reads columns that are named after the ends of intervals, and power", () => {
    const ends = ["date", ...hours.slice(1), "24:00"].join(";");
    const { rows } = readAs("meters", [ends, `18.06.2025;${Array(24).fill("2,5").join(";")}`], {
      unit: "kW",
      zone,
      dates: "dmy",
      decimal: "comma",
    });
    expect([rows.length, rows[0]]).to.deep.equal([24, "2025-06-17T22:00Z/2025-06-17T23:00Z f 2500"]);
  });

  it("lets the hour that spring skips be empty, and nothing else", () => {
    const day = (hole: number) =>
      `a,2025-03-30,${Array.from({ length: 24 }, (_, hour) => (hour === hole ? "" : "1")).join(",")}`;
    const skipped = readAs("meters", [header, day(2)], { unit: "kWh", zone });
    expect([skipped.rows.length, skipped.faults]).to.deep.equal([23, []]);
    expect(skipped.rows[2]).to.equal("2025-03-30T01:00Z/2025-03-30T02:00Z a 1000");
    expect(readAs("meters", [header, day(5)], { unit: "kWh", zone }).faults).to.deep.equal([
      'f.csv:2: column 02:00: "2025-03-30 02:00" does not exist in Europe/Amsterdam: the clock skips it',
      "f.csv:2: column 05:00: is empty",
    ]);
  });

  it("asks for the unit and the zone", () => {
    expect(() => readAs("meters", [header])).to.throw(
      "f.csv:1: a table of days does not say its unit: say --unit kWh, Wh, MWh, W, kW",
    );
    expect(readAs("meters", [header, `a,2025-06-18,${values(24)}`], { unit: "kWh" }).faults).to.deep.equal([
      'f.csv:2: column Date: "2025-06-18 00:00" has no zone: end it with Z or an offset such as +01:00, or say --zone Europe/Amsterdam',
    ]);
  });
});
