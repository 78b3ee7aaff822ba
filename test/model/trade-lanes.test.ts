import { expect } from "chai";

import { WAD } from "../../src/model/reliability.js";
import { laneCoefficients } from "../../src/model/trade-lanes.js";
import { volumesKWh } from "../../src/model/volumes.js";

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
