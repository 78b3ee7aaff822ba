import { expect } from "chai";

import { clockTime, dayOf, duration, isoInstant, moment, parseDay } from "../../src/data/timestamp.js";
import { refusal } from "../support/refusal.js";

const MIDNIGHT = Date.UTC(2013, 5, 15) / 1000;

describe("moment", () => {
  for (const text of [
    "2013-06-15",
    "15/06/2013 00:00",
    "2013-02-30T00:00:00Z",
    "2013-13-01T00:00:00Z",
    "2013-06-15T24:00:01Z",
  ])
    it(`takes ${text} for no date and time`, () => {
      expect(moment(text, "utc")).to.equal(`"${text}" is not a date and time such as 2013-06-15T00:30:00Z`);
    });

  for (const text of ["2013-06-15T00:00:60Z", "2013-06-15T00:00:00.5Z", "2013-06-15T00:00:00+15:00", "1371254400", "x"])
    it(`takes ${text} for no date and time`, () => {
      expect(moment(text, "utc")).to.equal(`"${text}" is not a date and time such as 2013-06-15T00:30:00Z`);
    });

  it("says that a text is empty", () => {
    expect(moment("", "utc")).to.equal("is empty");
  });

  it("refuses a text without a zone, unless it is to be UTC", () => {
    expect(moment("2013-06-15T00:30", "refused")).to.equal(
      '"2013-06-15T00:30" has no zone: end it with Z or an offset such as +01:00',
    );
    expect(moment("2013-06-15T00:30", "utc")).to.deep.include({ startSeconds: MIDNIGHT + 1800 });
  });

  for (const [text, seconds] of [
    ["2013-06-15T00:00:00Z", 0],
    ["2013-06-15T00:00:00+00:00", 0],
    ["2013-06-15T00:00Z", 0],
    ["2013-06-15 00:30:05Z", 1805],
    ["2013-06-15T00:30:00.000Z", 1800],
    ["2013-06-15T01:00:00+01:00", 0],
    ["2013-06-15T01:00:00+0100", 0],
    ["2013-06-14T19:30:00-04:30", 0],
    ["2013-06-15T05:45:00+05:45", 0],
    ["2013-06-15 00:30:00 +0000", 1800],
    ["2013-06-15 02:30:00+02", 1800],
    ["2013-06-15 00:30:00 UTC", 1800],
    ["2013-06-15T00:30:00GMT", 1800],
    ["2013/06/15 00:30Z", 1800],
    ["2013-06-14T24:00:00Z", 0],
  ] as const)
    it(`reads ${text}`, () => {
      expect(moment(text, "refused")).to.deep.include({ startSeconds: MIDNIGHT + seconds });
    });

  it("knows the leap day", () => {
    expect(moment("2016-02-29T00:00:00Z", "refused")).to.deep.include({ startSeconds: Date.UTC(2016, 1, 29) / 1000 });
    expect(moment("2015-02-29T00:00:00Z", "refused")).to.be.a("string");
  });
});

describe("clockTime", () => {
  for (const text of ["24:01", "00:60", "1:30", "00:30:60"])
    it(`takes ${text} for no time of day`, () => {
      expect(clockTime(text, MIDNIGHT)).to.equal(`"${text}" is not a time of day such as 00:30`);
    });

  it("counts from midnight", () => {
    expect(clockTime("23:45", MIDNIGHT)).to.deep.equal({ startSeconds: MIDNIGHT + 85_500, offsetSeconds: 0 });
    expect(clockTime("23:45:10", MIDNIGHT)).to.deep.equal({ startSeconds: MIDNIGHT + 85_510, offsetSeconds: 0 });
    expect(clockTime("24:00", MIDNIGHT)).to.deep.equal({ startSeconds: MIDNIGHT + 86_400, offsetSeconds: 0 });
  });
});

describe("parseDay", () => {
  for (const text of ["", "2018-09-31", "2018-9-26", "26.09.2018", "2018-09-26T00:00:00Z"])
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(refusal(() => parseDay(text))).to.equal(`"${text}" is not a day such as 2018-09-26`);
    });

  it("gives the start of the UTC day, and dayOf leads back", () => {
    expect(parseDay("2013-06-15")).to.equal(MIDNIGHT);
    expect(dayOf(MIDNIGHT)).to.equal("2013-06-15");
    expect(dayOf(MIDNIGHT - 1)).to.equal("2013-06-14");
  });
});

describe("isoInstant and duration", () => {
  it("write times as files have them", () => {
    expect(isoInstant(MIDNIGHT + 1800)).to.equal("2013-06-15T00:30:00Z");
    expect(duration(1800)).to.equal("30 min");
    expect(duration(10)).to.equal("10 s");
  });
});
