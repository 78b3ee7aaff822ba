import { expect } from "chai";
import hre from "hardhat";

import { builtInChains } from "../../scripts/simulation/chains/built-in.js";
import { playSequence } from "../../scripts/simulation/trade-sequence.js";
import { DEFAULT_PARAMETERS } from "../../src/model/market-parameters.js";
import { laneCoefficients, WAD } from "../../src/model/reliability.js";

const AUTHORITIES = 4;
const parameters = { ...DEFAULT_PARAMETERS, capTrades: 3n, capEnergyWh: 10_000n, rho: WAD / 10n };
/** The third exceeds M, the seventh N; the eighth is larger than M by itself. */
const energiesWh = [6000n, 4000n, 1n, 1n, 2n, 3n, 4n, 10_001n, 10_000n];

function play(kind: "improved" | "traditional", changes: Partial<Parameters<typeof playSequence>[1]> = {}) {
  return playSequence(builtInChains(hre.network), {
    kind,
    parameters,
    authorities: AUTHORITIES,
    seed: 3,
    energiesWh,
    ...changes,
  });
}

describe("a sequence of trades", () => {
  it("takes the lanes on the improved market that the reference model has for them", async () => {
    const trades = await play("improved");
    const expected = laneCoefficients(energiesWh, parameters);
    expect(trades.map(({ coefficientWad }) => coefficientWad)).to.deep.equal(expected);
    expect(trades.flatMap(({ fastLane }, i) => (fastLane ? [] : [i + 1]))).to.deep.equal([3, 7, 8]);
  });

  it("needs a block and a transaction more on the improved market when it is fully verified", async () => {
    for (const { fastLane, blocks, transactions, gas } of await play("improved")) {
      expect([blocks, transactions]).to.deep.equal(fastLane ? [3, 3] : [4, 4]);
      expect(gas > 0n).to.be.true;
    }
  });

  it("is verified by every authority on the traditional market, each by a transaction", async () => {
    for (const { coefficientWad, fastLane, blocks, transactions } of await play("traditional")) {
      expect({ coefficientWad, fastLane }).to.deep.equal({ coefficientWad: WAD, fastLane: false });
      expect([blocks, transactions]).to.deep.equal([4, 3 + AUTHORITIES]);
    }
  });

  it("repeats itself to the last unit of gas, and reports progress", async () => {
    const done: number[] = [];
    const few = { energiesWh: energiesWh.slice(0, 3) };
    const first = await playSequence(
      builtInChains(hre.network),
      { kind: "improved", parameters, authorities: AUTHORITIES, seed: 3, ...few },
      (count) => done.push(count),
    );
    expect(await play("improved", few)).to.deep.equal(first);
    expect(done).to.deep.equal([1, 2, 3]);
  });
});
