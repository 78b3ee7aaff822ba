import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { HeldReadings, journalPath } from "../../src/meter/held-readings.js";
import { UserError } from "../../src/model/errors.js";

describe("readings that are held", () => {
  const place = { chain: "chain-1-abcdef01", market: "0xAb00000000000000000000000000000000000000" };
  const reading = { agreement: "0xab12", meter: "a", energyWh: 9_500_000n, problem: "too much" };
  const other = { ...reading, agreement: "0xab34" };
  let folder: string;
  let holding: HeldReadings;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-"));
    holding = new HeldReadings(journalPath(folder));
  });
  afterEach(() => {
    holding.close();
    rmSync(folder, { recursive: true });
  });

  it("are those shown last, of each market", () => {
    holding.show(place, [reading, other]);
    holding.show({ ...place, market: "0xcd" }, [{ ...reading, agreement: "0xcd" }]);
    holding.show(place, [other]);
    expect(holding.all()).to.deep.equal([{ ...reading, agreement: "0xcd" }, other]);
  });

  it("are allowed by another process, at the energy that was shown and no other", () => {
    holding.show(place, [reading, other]);
    const command = HeldReadings.of(folder);
    expect(command.allow("0xAB1")).to.deep.equal(reading);
    expect(command.allow("0xab12")).to.deep.equal(reading);
    command.close();
    holding.show(place, []);
    expect(holding.isAllowed(place, "0xab12", 9_500_000n)).to.equal(true);
    expect(holding.isAllowed(place, "0xab12", 9_500_001n)).to.equal(false);
    expect(holding.isAllowed(place, "0xab34", 9_500_000n)).to.equal(false);
    expect(holding.isAllowed({ ...place, market: "0xcd" }, "0xab12", 9_500_000n)).to.equal(false);
  });

  for (const [id, problem] of [
    ["0xab", "0xab: readings of 2 agreements are held: say more digits"],
    ["0xff", "0xff: no reading of this agreement is held in "],
    ["%", "%: no reading of this agreement is held in "],
    ["", ": no reading of this agreement is held in "],
  ] as const) {
    it(`are not allowed by "${id}"`, () => {
      holding.show(place, [reading, other]);
      expect(() => holding.allow(id)).to.throw(UserError, problem);
    });
  }

  it("are none where no meter has run", () => {
    expect(() => HeldReadings.of(join(folder, "none"))).to.throw(UserError, /--data .*none: no meter has run with it/);
  });
});
