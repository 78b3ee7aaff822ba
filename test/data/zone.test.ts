import { expect } from "chai";

import { Zone } from "../../src/data/zone.js";
import { refusal } from "../support/refusal.js";

const local = (text: string) => Date.parse(`${text}Z`) / 1000;
const utc = (seconds: readonly number[]) => seconds.map((each) => new Date(each * 1000).toISOString());

describe("Zone", () => {
  it("refuses a name that is unknown", () => {
    expect(refusal(() => new Zone("Europe/Nowhere"))).to.equal(
      '"Europe/Nowhere" is no time zone such as Europe/Amsterdam, UTC or +10:00',
    );
  });

  it("skips an hour in spring and repeats one in autumn", () => {
    const zone = new Zone("Europe/Amsterdam");
    expect(utc(zone.instants(local("2025-03-30T01:30:00")))).to.deep.equal(["2025-03-30T00:30:00.000Z"]);
    expect(zone.instants(local("2025-03-30T02:30:00"))).to.deep.equal([]);
    expect(utc(zone.instants(local("2025-03-30T03:00:00")))).to.deep.equal(["2025-03-30T01:00:00.000Z"]);
    expect(utc(zone.instants(local("2025-10-26T02:30:00")))).to.deep.equal([
      "2025-10-26T00:30:00.000Z",
      "2025-10-26T01:30:00.000Z",
    ]);
    expect(utc(zone.instants(local("2025-10-26T03:00:00")))).to.deep.equal(["2025-10-26T02:00:00.000Z"]);
    expect(zone.offsetAt(local("2025-07-01T00:00:00"))).to.equal(7200);
  });

  it("knows half an hour of summer time, and a day that a place left out", () => {
    const howe = new Zone("Australia/Lord_Howe");
    expect(howe.instants(local("2025-04-06T01:45:00"))).to.have.length(2);
    expect(howe.instants(local("2025-10-05T02:15:00"))).to.deep.equal([]);
    expect(new Zone("Pacific/Apia").instants(local("2011-12-30T12:00:00"))).to.deep.equal([]);
  });

  it("takes a fixed offset", () => {
    expect(utc(new Zone("+10:00").instants(local("2025-06-18T00:05:00")))).to.deep.equal(["2025-06-17T14:05:00.000Z"]);
    expect(new Zone("-0330").offsetAt(0)).to.equal(-12_600);
  });

  it("gives every half-hour of two years in 12 places, back and forth", () => {
    const places = [
      "Europe/Oslo", "Europe/London", "Europe/Lisbon", "America/New_York", "America/St_Johns", "America/Santiago",
      "Africa/Cairo", "Asia/Tehran", "Asia/Kolkata", "Australia/Sydney", "Pacific/Chatham", "UTC",
    ]; // prettier-ignore
    for (const name of places) {
      const zone = new Zone(name);
      for (let seconds = local("2024-01-01T00:00:00"); seconds < local("2026-01-01T00:00:00"); seconds += 37_800)
        expect(zone.instants(seconds + zone.offsetAt(seconds)), `${name} ${seconds}`).to.include(seconds);
    }
  });
});
