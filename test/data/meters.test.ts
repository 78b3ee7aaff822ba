import { expect } from "chai";

import { wholeWh } from "../../src/data/energy.js";
import { FileDays } from "../../src/data/file-days.js";
import { readMeters } from "../../src/data/meters.js";
import { refusal } from "../support/refusal.js";

const HEADER = "timestamp,meter,energy_kwh";
const at = (clock: string, zone = "Z") => `2013-06-15T${clock}:00${zone}`;

/** Two houses in the half-hours from 00:00, sorted by time: lines 2 and 3 are the first half-hour, and so on. */
function twoHouses(...clocks: string[]): string[] {
  return [HEADER, ...clocks.flatMap((clock) => [`${at(clock)},house-a,0.1`, `${at(clock)},house-b,0.2`])];
}

const refused = (lines: string[], source = "f.csv") => refusal(() => readMeters(lines, source));
/** What is wrong with the day of the rows, without what is missing before and after them. */
function refusedDay(lines: string[], source = "f.csv", day = "2013-06-15"): string[] {
  const problems = refusal(() => new FileDays(readMeters(lines, source)).day(day));
  return problems.split("\n").filter((problem) => !problem.includes("and so on until"));
}
/** Each meter, its times and its energy in Wh. */
function read(lines: string[], source = "f.csv") {
  const { rows } = readMeters(lines, source);
  return rows.map(({ meter, startsAt, values }) => ({ meter, startsAt, energyWh: values.map(wholeWh) }));
}

describe("readMeters, what it refuses", () => {
  it("an empty file, and one with nothing but a header", () => {
    expect(refused([])).to.equal("f.csv:1: the file is empty");
    expect(refused([HEADER])).to.equal("f.csv:1: no row follows the header");
    expect(refused([HEADER, "", ""])).to.equal("f.csv:1: no row follows the header");
  });

  it("a file that starts without a header", () => {
    expect(refused([`${at("00:00")},house-a,0.1`])).to.equal(
      'f.csv:1: the header "2013-06-15T00:00:00Z,house-a,0.1" is of no format that is known: say which column is what, such as --columns time=Start,energy=Usage --unit kWh (docs/data.md lists the formats)',
    );
  });

  it("a header with a column missing or doubled", () => {
    expect(refused(["timestamp,energy_kwh"])).to.equal(
      'f.csv:1: the header "timestamp,energy_kwh" is of no format that is known, and nearly that of Wattlane\'s meters, without its meter: say which column is what, such as --columns time=Start,energy=Usage --unit kWh (docs/data.md lists the formats)',
    );
    expect(refused([`${HEADER},meter`])).to.equal("f.csv:1: column meter: is in the header twice");
  });

  it("a row with a column missing or one too many", () => {
    expect(refusedDay([...twoHouses("00:00"), `${at("00:30")},house-a`])[0]).to.equal(
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
      expect(refusedDay(lines)[0]).to.equal(`f.csv:4: column energy_kwh: ${problem}`);
    });

  it("a meter without a name", () => {
    expect(refused([HEADER, `${at("00:00")},,0.1`])).to.equal("f.csv:2: column meter: is empty");
  });

  it("a time that is none, and one without a zone", () => {
    expect(refused([HEADER, "yesterday,house-a,0.1"])).to.equal(
      'f.csv:2: column timestamp: "yesterday" is not a date and time such as 2013-06-15T00:30:00Z',
    );
    expect(refused([HEADER, `${at("00:00", "")},house-a,0.1`])).to.equal(
      'f.csv:2: column timestamp: "2013-06-15T00:00:00" has no zone: end it with Z or an offset such as +01:00, or say --zone Europe/Amsterdam',
    );
    expect(refused([HEADER, "00:00,house-a,0.1"])).to.contain("f.csv:2: column timestamp: ");
  });

  it("an interval with two values, with the line of the first", () => {
    const lines = twoHouses("00:00", "00:30", "01:00");
    expect(refusedDay([...lines, `${at("00:00")},house-a,0.5`])).to.deep.equal([
      'f.csv:8: column timestamp: 2013-06-15T00:00:00Z of meter "house-a" is a duplicate of line 2',
    ]);
    const offsets = [HEADER, `${at("00:30")},house-a,0.1`, `${at("01:30", "+01:00")},house-a,0.2`];
    expect(refusedDay(offsets)[0]).to.equal(
      'f.csv:3: column timestamp: 2013-06-15T00:30:00Z of meter "house-a" is a duplicate of line 2',
    );
  });

  it("an interval missing of one meter, at the row before which it should stand", () => {
    const lines = twoHouses("00:00", "00:30", "01:00").filter((_, index) => index !== 4);
    expect(refusedDay(lines)).to.deep.equal([
      'f.csv:6: column timestamp: 2013-06-15T00:30:00Z of meter "house-b" is missing',
    ]);
  });

  it("a time off the grid", () => {
    expect(refusedDay(twoHouses("00:00", "00:30", "01:00", "01:17", "01:30"))[0]).to.equal(
      'f.csv:8: column timestamp: 2013-06-15T01:17:00Z of meter "house-a" is off the grid: the row before it lasts until 2013-06-15T01:30:00Z',
    );
  });

  it("ten faults at once, and how many more there are", () => {
    const lines = Array.from({ length: 14 }, (_, index) => `2013-06-15T00:00:00,a,${String(index)}`);
    const problems = refused([HEADER, ...lines]).split("\n");
    expect(problems).to.have.length(11);
    expect(problems[0]).to.match(/^f\.csv:2: column timestamp: .* has no zone/);
    expect(problems[10]).to.equal("and 4 more");
  });

  it("a name or a value that would garble the message, but shown safely and in short", () => {
    expect(refusedDay([HEADER, `${at("00:00")},a\u001b[2J,x\u0007`])[0]).to.equal(
      'f.csv:2: column energy_kwh: "x\\u0007" is not a number',
    );
    expect(refusedDay([HEADER, `${at("00:00")},a,${"9".repeat(500)}x`])[0]).to.equal(
      `f.csv:2: column energy_kwh: "${"9".repeat(60)}…" is not a number`,
    );
  });
});

describe("readMeters, clock changes", () => {
  const hint = (direction: string) =>
    `; the time steps an hour ${direction}: if the clocks change here, give each time its own offset from UTC`;

  it("takes an offset that changes within the file, since the instants are evenly spaced", () => {
    const lines = ["00:30:00+01:00", "01:00:00+01:00", "01:30:00+01:00", "01:00:00+00:00", "01:30:00+00:00"];
    const [house] = read([HEADER, ...lines.map((time) => `2018-10-28T${time},house-a,0.1`)]);
    const first = Date.UTC(2018, 9, 27, 23, 30) / 1000;
    expect(house?.startsAt).to.deep.equal([0, 1800, 3600, 5400, 7200].map((seconds) => first + seconds));
  });

  it("names the hour that autumn doubles in local time without a changing offset, even if its values are the same", () => {
    const clocks = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"];
    const lines = clocks.map((clock) => `2018-10-28T${clock}:00+00:00,house-a,0.1`);
    expect(refusedDay([HEADER, ...lines], "f.csv", "2018-10-28")).to.contain(
      `f.csv:5: column timestamp: 2018-10-28T01:00:00Z of meter "house-a" is a duplicate of line 3${hint("back")}`,
    );
  });

  it("names the hour that spring leaves out", () => {
    const clocks = ["00:00", "00:30", "02:00", "02:30"];
    const lines = clocks.map((clock) => `2018-03-25T${clock}:00+00:00,house-a,0.1`);
    const problem = `f.csv:4: column timestamp: 2018-03-25T01:00:00Z of meter "house-a" is missing, and so on until 2018-03-25T02:00:00Z${hint("forward")}`;
    expect(refusal(() => new FileDays(readMeters([HEADER, ...lines], "f.csv")).day("2018-03-25"))).to.contain(problem);
  });
});

describe("readMeters, what it reads", () => {
  it("meters on one grid, energy exact", () => {
    const lines = [
      HEADER,
      `${at("00:00")},b,0.3009`,
      `${at("00:00")},a,0`,
      `${at("00:30")},b,2`,
      `${at("00:30")},a,0.05`,
    ];
    const { rows } = readMeters(lines, "f.csv");
    const wh = (tenths: bigint) => tenths * 360_000_000n;
    expect(rows.map(({ meter, values, lines: at }) => [meter, values, at])).to.deep.equal([
      ["b", [wh(3009n), wh(20_000n)], [2, 4]],
      ["a", [0n, wh(500n)], [3, 5]],
    ]);
  });

  it("the same from rows in any order, and from columns in another order", () => {
    const lines = twoHouses("00:00", "00:30", "01:00");
    const expected = read(lines);
    const byMeter = [HEADER, ...["house-a", "house-b"].flatMap((name) => lines.filter((line) => line.includes(name)))];
    expect(read(byMeter)).to.deep.equal(expected);
    const newestFirst = [HEADER, ...lines.slice(1).reverse()];
    expect(read(newestFirst).reverse()).to.deep.equal(expected);
    const turned = lines.map((line) => line.split(",").reverse().join(","));
    expect(read(turned)).to.deep.equal(expected);
  });

  it("a row that stands twice once, wherever, and says so", () => {
    const lines = twoHouses("00:00", "00:30", "01:00");
    const series = readMeters([...lines.slice(0, 5), ...lines.slice(4), lines[1] ?? ""], "f.csv");
    expect(series.repeated).to.equal(2);
    const adjacent = readMeters([...lines.slice(0, 5), ...lines.slice(4)], "f.csv");
    expect(adjacent.repeated).to.equal(1);
    expect(adjacent.rows.map(({ values }) => values.length)).to.deep.equal([3, 3]);
  });

  it("times that are ends of intervals, when told so", () => {
    const { rows } = readMeters(twoHouses("00:30", "01:00", "01:30"), "f.csv", { stamps: "end" });
    const midnight = Date.UTC(2013, 5, 15) / 1000;
    expect(rows[0]?.startsAt).to.deep.equal([midnight, midnight + 1800, midnight + 3600]);
  });

  it("quoted names", () => {
    const [meter] = read([HEADER, `${at("00:00")},"Flat 1, Main ""St""",1`]);
    expect(meter?.meter).to.equal('Flat 1, Main "St"');
  });
});

describe("readMeters, GSY layouts", () => {
  it("date and time without a zone is UTC, the meter is named after the file", () => {
    const lines = ["INTERVAL,ENERGY(kWh)", "2019-01-01T00:00,10.0", "2019-01-01T00:15,10.5"];
    expect(read(lines, "houses/flat 7.csv")).to.deep.equal([
      {
        meter: "flat 7",
        startsAt: [0, 900].map((seconds) => Date.UTC(2019, 0, 1) / 1000 + seconds),
        energyWh: [10_000n, 10_500n],
      },
    ]);
  });

  it("hh:mm is of the stand-in day, or of the day given", () => {
    const lines = ["INTERVAL;ENERGY(kWh):", "00:00;10", "00:15;10"];
    expect(read(lines)[0]?.startsAt[0]).to.equal(Date.UTC(2000, 0, 1) / 1000);
    expect(readMeters(lines, "f.csv", { day: "2013-06-15" }).rows[0]?.startsAt[0]).to.equal(
      Date.UTC(2013, 5, 15) / 1000,
    );
    expect(refusal(() => readMeters(lines, "f.csv", { day: "2013-06-31" }))).to.equal(
      '"2013-06-31" is not a day such as 2018-09-26',
    );
  });

  it("refuses a time past the day", () => {
    expect(refused(["INTERVAL;ENERGY(kWh)", "23:45;1", "24:15;1"])).to.equal(
      'f.csv:3: column INTERVAL: "24:15" is not a time of day such as 00:30',
    );
  });
});
