import { expect } from "chai";

import { readMeters } from "../../src/data/meters.js";
import { refusal } from "../support/refusal.js";

const HEADER = "timestamp,meter,energy_kwh";
const at = (clock: string, zone = "Z") => `2013-06-15T${clock}:00${zone}`;

/** Two houses in the half-hours from 00:00, sorted by time: lines 2 and 3 are the first half-hour, and so on. */
function twoHouses(...clocks: string[]): string[] {
  return [HEADER, ...clocks.flatMap((clock) => [`${at(clock)},house-a,0.1`, `${at(clock)},house-b,0.2`])];
}

const refused = (lines: string[], source = "f.csv") => refusal(() => readMeters(lines, source));

describe("readMeters, what it refuses", () => {
  it("an empty file, and one with nothing but a header", () => {
    expect(refused([])).to.equal("f.csv:1: the file is empty");
    expect(refused([HEADER])).to.equal("f.csv:1: no row follows the header");
    expect(refused([HEADER, "", ""])).to.equal("f.csv:1: no row follows the header");
  });

  it("a file that starts without a header", () => {
    expect(refused([`${at("00:00")},house-a,0.1`])).to.equal(
      'f.csv:1: the header "2013-06-15T00:00:00Z,house-a,0.1" is neither "timestamp,meter,energy_kwh" nor "INTERVAL,ENERGY(kWh)"',
    );
  });

  it("a header with a column missing, unknown or doubled", () => {
    expect(refused(["timestamp,energy_kwh"])).to.equal(
      'f.csv:1: column meter: is missing from the header "timestamp,energy_kwh"',
    );
    expect(refused([`${HEADER},unit`])).to.equal(
      'f.csv:1: column "unit": is unknown; the columns are timestamp, meter, energy_kwh',
    );
    expect(refused([`${HEADER},meter`])).to.equal("f.csv:1: column meter: is in the header twice");
    expect(refused(["INTERVAL;POWER(W)"])).to.equal(
      'f.csv:1: column ENERGY(kWh): is missing from the header "INTERVAL,POWER(W)"',
    );
  });

  it("a row with a column missing or one too many", () => {
    expect(refused([...twoHouses("00:00"), `${at("00:30")},house-a`])).to.equal(
      "f.csv:4: column energy_kwh: is missing",
    );
    expect(refused([...twoHouses("00:00"), `${at("00:30")},house-a,0,1`])).to.equal(
      "f.csv:4: column 4: is one too many: the header has 3 columns",
    );
  });

  for (const [energy, problem] of [
    ["", "is empty"],
    ["NaN", '"NaN" is not a number'],
    ["null", '"null" is not a number'],
    ["-0.1", '"-0.1" is negative'],
    ["1e12", '"1e12" is too large'],
  ] as const)
    it(`an energy of ${JSON.stringify(energy)}`, () => {
      const lines = [...twoHouses("00:00"), `${at("00:30")},house-a,${energy}`];
      expect(refused(lines)).to.equal(`f.csv:4: column energy_kwh: ${problem}`);
    });

  it("a meter without a name", () => {
    expect(refused([HEADER, `${at("00:00")},,0.1`])).to.equal("f.csv:2: column meter: is empty");
  });

  it("a time that is none, and one without a zone", () => {
    expect(refused([HEADER, "yesterday,house-a,0.1"])).to.equal(
      'f.csv:2: column timestamp: "yesterday" is not a date and time such as 2013-06-15T00:30:00Z',
    );
    expect(refused([HEADER, `${at("00:00", "")},house-a,0.1`])).to.equal(
      'f.csv:2: column timestamp: "2013-06-15T00:00:00" has no zone: end it with Z or an offset such as +01:00',
    );
    expect(refused([HEADER, "00:00,house-a,0.1"])).to.contain("f.csv:2: column timestamp: ");
  });

  it("a doubled interval, with the line of the first", () => {
    const lines = twoHouses("00:00", "00:30", "01:00");
    expect(refused([...lines.slice(0, 5), lines[4] ?? "", ...lines.slice(5)])).to.equal(
      'f.csv:6: column timestamp: 2013-06-15T00:30:00Z of meter "house-b" is a duplicate of line 5',
    );
    expect(refused([...lines, lines[1] ?? ""])).to.equal(
      'f.csv:8: column timestamp: 2013-06-15T00:00:00Z of meter "house-a" is a duplicate of line 2',
    );
    expect(refused(twoHouses("00:00", "00:00"))).to.equal(
      'f.csv:4: column timestamp: 2013-06-15T00:00:00Z of meter "house-a" is a duplicate of line 2',
    );
  });

  it("one instant written with two offsets", () => {
    const lines = [HEADER, `${at("00:30")},house-a,0.1`, `${at("01:30", "+01:00")},house-a,0.1`];
    expect(refused(lines)).to.equal(
      'f.csv:3: column timestamp: 2013-06-15T00:30:00Z of meter "house-a" is a duplicate of line 2',
    );
  });

  it("rows that are not sorted", () => {
    expect(refused(twoHouses("00:00", "01:00", "00:30", "01:30"))).to.equal(
      'f.csv:6: column timestamp: 2013-06-15T00:30:00Z of meter "house-a" is out of order: it follows 2013-06-15T01:00:00Z',
    );
  });

  it("an interval missing of one meter, at the row before which it should stand", () => {
    const lines = twoHouses("00:00", "00:30", "01:00").filter((_, index) => index !== 4);
    expect(refused(lines)).to.equal('f.csv:6: column timestamp: 2013-06-15T00:30:00Z of meter "house-b" is missing');
  });

  it("an interval missing of all meters", () => {
    expect(refused(twoHouses("00:00", "00:30", "01:30", "02:00"))).to.equal(
      'f.csv:6: column timestamp: 2013-06-15T01:00:00Z of meter "house-a" is missing',
    );
  });

  it("a meter that starts late or ends early", () => {
    const lines = twoHouses("00:00", "00:30", "01:00");
    expect(refused(lines.filter((_, index) => index !== 2))).to.equal(
      'f.csv:4: column timestamp: 2013-06-15T00:00:00Z of meter "house-b" is missing',
    );
    expect(refused(lines.slice(0, -1))).to.equal(
      'f.csv:5: column timestamp: 2013-06-15T01:00:00Z of meter "house-b" is missing',
    );
  });

  it("a time off the grid", () => {
    expect(refused(twoHouses("00:00", "00:30", "01:00", "01:17", "01:30"))).to.equal(
      'f.csv:8: column timestamp: 2013-06-15T01:17:00Z of meter "house-a" is off the grid of 30 min from 2013-06-15T00:00:00Z',
    );
  });

  it("a year without rows, without taking memory for it", () => {
    const lines = [...twoHouses("00:00", "00:30"), "9999-06-15T00:00:00Z,house-a,0.1"];
    expect(refused(lines)).to.equal('f.csv:6: column timestamp: 2013-06-15T01:00:00Z of meter "house-a" is missing');
  });

  it("a name or a value that would garble the message, but shown safely and in short", () => {
    expect(refused([HEADER, `${at("00:00")},a\u001b[2J,x\u0007`])).to.equal(
      'f.csv:2: column energy_kwh: "x\\u0007" is not a number',
    );
    expect(refused([HEADER, `${at("00:00")},a,${"9".repeat(500)}x`])).to.equal(
      `f.csv:2: column energy_kwh: "${"9".repeat(60)}…" is not a number`,
    );
  });
});

describe("readMeters, clock changes", () => {
  const hint = (direction: string) =>
    `; the time steps an hour ${direction}: if the clocks change here, give each time its own offset from UTC`;

  it("takes an offset that changes within the file, since the instants are evenly spaced", () => {
    const lines = ["00:30:00+01:00", "01:00:00+01:00", "01:30:00+01:00", "01:00:00+00:00", "01:30:00+00:00"];
    const series = readMeters([HEADER, ...lines.map((time) => `2018-10-28T${time},house-a,0.1`)], "f.csv");
    expect(series.startSeconds).to.equal(Date.UTC(2018, 9, 27, 23, 30) / 1000);
    expect(series.intervals).to.equal(5);
  });

  it("names the hour that autumn doubles in local time without a changing offset", () => {
    const clocks = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"];
    const lines = clocks.map((clock) => `2018-10-28T${clock}:00+00:00,house-a,0.1`);
    expect(refused([HEADER, ...lines])).to.equal(
      `f.csv:5: column timestamp: 2018-10-28T01:00:00Z of meter "house-a" is a duplicate of line 3${hint("back")}`,
    );
  });

  it("names the hour that spring leaves out", () => {
    const clocks = ["00:00", "00:30", "02:00", "02:30"];
    const lines = clocks.map((clock) => `2018-03-25T${clock}:00+00:00,house-a,0.1`);
    expect(refused([HEADER, ...lines])).to.equal(
      `f.csv:4: column timestamp: 2018-03-25T01:00:00Z of meter "house-a" is missing${hint("forward")}`,
    );
  });

  it("names both in hh:mm", () => {
    const header = "INTERVAL;ENERGY(kWh)";
    expect(refused([header, "00:30;1", "01:00;1", "01:30;1", "01:00;1"], "den.csv")).to.equal(
      `den.csv:5: column INTERVAL: 2000-01-01T01:00:00Z of meter "den" is a duplicate of line 3${hint("back")}`,
    );
    expect(refused([header, "00:00;1", "00:30;1", "02:00;1", "02:30;1"], "den.csv")).to.equal(
      `den.csv:4: column INTERVAL: 2000-01-01T01:00:00Z of meter "den" is missing${hint("forward")}`,
    );
  });
});

describe("readMeters, what it reads", () => {
  it("meters on one grid, energy in Wh rounded down", () => {
    const lines = [
      HEADER,
      `${at("00:00")},b,0.3009`,
      `${at("00:00")},a,0`,
      `${at("00:30")},b,2`,
      `${at("00:30")},a,0.05`,
    ];
    expect(readMeters(lines, "f.csv")).to.deep.equal({
      source: "f.csv",
      startSeconds: Date.UTC(2013, 5, 15) / 1000,
      intervalSeconds: 1800,
      intervals: 2,
      meters: [
        { name: "b", energyWh: [300n, 2000n] },
        { name: "a", energyWh: [0n, 50n] },
      ],
    });
  });

  it("the same from rows sorted by meter, and from columns in another order", () => {
    const lines = twoHouses("00:00", "00:30", "01:00");
    const expected = readMeters(lines, "f.csv");
    const byMeter = [HEADER, ...["house-a", "house-b"].flatMap((name) => lines.filter((line) => line.includes(name)))];
    expect(readMeters(byMeter, "f.csv")).to.deep.equal(expected);
    const turned = lines.map((line) => line.split(",").reverse().join(","));
    expect(readMeters(turned, "f.csv")).to.deep.equal(expected);
  });

  it("any interval that the rows keep", () => {
    expect(readMeters(twoHouses("00:00", "00:15", "00:30"), "f.csv").intervalSeconds).to.equal(900);
    expect(readMeters(twoHouses("00:00", "01:00"), "f.csv").intervalSeconds).to.equal(3600);
  });

  it("a single time as a half-hour", () => {
    const { intervals, intervalSeconds } = readMeters(twoHouses("00:00"), "f.csv");
    expect([intervals, intervalSeconds]).to.deep.equal([1, 1800]);
  });

  it("quoted names", () => {
    const [meter] = readMeters([HEADER, `${at("00:00")},"Flat 1, Main ""St""",1`], "f.csv").meters;
    expect(meter?.name).to.equal('Flat 1, Main "St"');
  });
});

describe("readMeters, GSY layouts", () => {
  it("date and time without a zone is UTC, the meter is named after the file", () => {
    const lines = ["INTERVAL,ENERGY(kWh)", "2019-01-01T00:00,10.0", "2019-01-01T00:15,10.5"];
    const series = readMeters(lines, "houses/flat 7.csv");
    expect(series.startSeconds).to.equal(Date.UTC(2019, 0, 1) / 1000);
    expect(series.intervalSeconds).to.equal(900);
    expect(series.meters).to.deep.equal([{ name: "flat 7", energyWh: [10_000n, 10_500n] }]);
  });

  it("hh:mm is of the stand-in day, or of the day given", () => {
    const lines = ["INTERVAL;ENERGY(kWh):", "00:00;10", "00:15;10"];
    expect(readMeters(lines, "f.csv").startSeconds).to.equal(Date.UTC(2000, 0, 1) / 1000);
    expect(readMeters(lines, "f.csv", "2013-06-15").startSeconds).to.equal(Date.UTC(2013, 5, 15) / 1000);
    expect(refusal(() => readMeters(lines, "f.csv", "2013-06-31"))).to.equal(
      '"2013-06-31" is not a day such as 2018-09-26',
    );
  });

  it("refuses a time past the day", () => {
    expect(refused(["INTERVAL;ENERGY(kWh)", "23:45;1", "24:15;1"])).to.equal(
      'f.csv:3: column INTERVAL: "24:15" is not a time of day such as 00:30',
    );
  });
});
