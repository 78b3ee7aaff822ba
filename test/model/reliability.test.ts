import { expect } from "chai";

import { mulberry32, uniformInteger } from "../../src/model/random.js";
import {
  coefficient,
  counted,
  reliability,
  reset,
  tradeCoefficient,
  type Usage,
  WAD,
} from "../../src/model/reliability.js";
import { refusal } from "../support/refusal.js";

const RHO = WAD / 100n;
const usage: Usage = { trades: 2n, energyWh: 600n, capTrades: 4n, capEnergyWh: 1000n };

describe("reliability coefficient", () => {
  it("refuses a negative energy and a rho outside its domain", () => {
    expect(refusal(() => coefficient(usage, -1n, 0n))).to.equal("tradeEnergyWh = -1: must be at least 0");
    expect(refusal(() => coefficient(usage, 1n, -1n))).to.equal("rhoWad = -1: must be from 0 to below 1e18");
    expect(refusal(() => coefficient(usage, 1n, WAD))).to.equal(`rhoWad = ${WAD}: must be from 0 to below 1e18`);
  });

  it("counts the trade at hand towards both caps", () => {
    expect(coefficient(usage, 400n, RHO)).to.equal(RHO);
    expect(coefficient(usage, 401n, RHO)).to.equal(WAD);
    expect(coefficient({ ...usage, trades: 3n }, 400n, RHO)).to.equal(RHO);
    expect(coefficient({ ...usage, trades: 4n }, 0n, RHO)).to.equal(WAD);
  });

  it("is exact far above 2^53", () => {
    const cap = 2n ** 127n;
    const full = { trades: 0n, energyWh: cap - 1n, capTrades: 1n, capEnergyWh: cap };
    expect([coefficient(full, 1n, 0n), coefficient(full, 2n, 0n)]).to.deep.equal([0n, WAD]);
  });

  it("makes a trade as unreliable as the less reliable of its parties", () => {
    expect([tradeCoefficient(RHO, WAD), tradeCoefficient(WAD, RHO), tradeCoefficient(RHO, RHO)]).to.deep.equal([
      WAD,
      WAD,
      RHO,
    ]);
  });

  it("is the plain number that equation (5) multiplies with", () => {
    expect([reliability(0n), reliability(RHO), reliability(WAD)]).to.deep.equal([0, 0.01, 1]);
  });

  it("starts again from zero after a full verification, without the verified trade", () => {
    expect(reset(counted(usage, 400n))).to.deep.equal({ ...usage, trades: 0n, energyWh: 0n });
  });

  it("gives the pattern of the paper's Fig. 6 for the volumes of seed 24", () => {
    const random = mulberry32(24);
    let user: Usage = { trades: 0n, energyWh: 0n, capTrades: 20n, capEnergyWh: 10_000_000n };
    const verified: number[] = [];
    for (let trade = 1; trade <= 20; trade++) {
      const energyWh = 1000n * BigInt(uniformInteger(random, 1000, 5000));
      const full = coefficient(user, energyWh, 0n) === WAD;
      if (full) verified.push(trade);
      user = full ? reset(user) : counted(user, energyWh);
    }
    expect(verified).to.deep.equal([4, 9, 12, 16, 19]);
  });
});
