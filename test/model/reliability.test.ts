import { expect } from "chai";

import { coefficient, laneCoefficients, reliability, type Usage, WAD } from "../../src/model/reliability.js";
import { volumesKWh } from "../../src/model/volumes.js";
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

  it("is the plain number that equation (5) multiplies with", () => {
    expect([reliability(0n), reliability(RHO), reliability(WAD)]).to.deep.equal([0, 0.01, 1]);
  });
});

const full = (coefficients: readonly bigint[]) => coefficients.flatMap((r, i) => (r === WAD ? [i + 1] : []));

describe("laneCoefficients", () => {
  it("verifies trades 4, 9, 12, 16 and 19 of Fig. 6, and no other", () => {
    const energies = volumesKWh(24, { trades: 20, lowKWh: 1000, highKWh: 5000 }).map((kWh) => BigInt(kWh) * 1000n);
    const rules = { capTrades: 20n, capEnergyWh: 10_000_000n, rho: 0n };
    expect(full(laneCoefficients(energies, rules))).to.deep.equal([4, 9, 12, 16, 19]);
  });

  it("counts the trade at hand: a sum of exactly M is on the fast lane, one Wh more is not", () => {
    const rules = { capTrades: 9n, capEnergyWh: 6n, rho: 5n };
    expect(laneCoefficients([3n, 3n], rules)).to.deep.equal([5n, 5n]);
    expect(laneCoefficients([3n, 4n], rules)).to.deep.equal([5n, WAD]);
  });

  it("allows N trades between two verifications, of which the verified one is none", () => {
    const rules = { capTrades: 2n, capEnergyWh: 100n, rho: 0n };
    expect(full(laneCoefficients(new Array<bigint>(9).fill(1n), rules))).to.deep.equal([3, 6, 9]);
  });

  it("verifies every trade that is larger than M", () => {
    expect(full(laneCoefficients([7n, 7n, 6n], { capTrades: 9n, capEnergyWh: 6n, rho: 0n }))).to.deep.equal([1, 2]);
  });
});
