import { expect } from "chai";
import hre from "hardhat";

import { builtInChains } from "../../scripts/simulation/chains/built-in.js";
import { playSequence } from "../../scripts/simulation/trade-sequence.js";
import { DEFAULT_PARAMETERS } from "../../src/model/market-parameters.js";
import { sensitivityStudy } from "../../scripts/studies/sensitivity.js";
import { sweepsOf, worthOf } from "../../scripts/studies/sensitivity-sweeps.js";
import { contextOf, csvRows, runStudy } from "../support/study.js";

/** The answer, with as few trades on the chain as possible. */
async function answerWith(list: string): Promise<string> {
  const { json } = await runStudy(sensitivityStudy, `${list},fig6.trades=1`);
  return (json as { answer: string }).answer;
}

/**
 * Constant energies, so that every share can be counted: three of 3,000 kWh fit into 10,000, the fourth is verified.
 */
const EVEN = "fig6.lowKWh=3000,fig6.highKWh=3000";

describe("the sensitivity", () => {
  it("varies each parameter through its own value, the others as set", () => {
    const { settings } = contextOf(EVEN);
    const usual = worthOf(settings);
    for (const { parameter, points, usual: value } of sweepsOf(settings)) {
      const { parameter: own, value: at, ...worth } = points.find((point) => point.value === value) ?? {};
      expect({ own, at, worth }, parameter).to.deep.equal({ own: parameter, at: value, worth: usual });
      expect(points.map((point) => point.value)).to.deep.equal(
        points.map((point) => point.value).sort((a, b) => a - b),
      );
    }
  });

  it("saves N of N + 1 verifications while N binds, and what M leaves room for after that", () => {
    const sweeps = sweepsOf(contextOf(EVEN).settings);
    const shares = (parameter: string) =>
      new Map(sweeps.find((sweep) => sweep.parameter === parameter)?.points.map((p) => [p.value, p.fastShare]));
    expect([1, 2, 3, 4, 50].map((n) => shares("capTrades").get(n))).to.deep.equal([0.5, 0.667, 0.75, 0.75, 0.75]);
    expect([2000, 3000, 7000].map((m) => shares("capEnergyKWh").get(m))).to.deep.equal([0, 0.5, 0.667]);
  });

  it("counts as many blocks as the chain: an offer's, an acceptance's and a verification's, besides the settlement's", async () => {
    const parameters = { ...DEFAULT_PARAMETERS, capTrades: 1n };
    const sequence = { parameters, authorities: 4, seed: 1, energiesWh: [1n, 1n] };
    const [fast, full] = await playSequence(builtInChains(hre.network), { kind: "improved", ...sequence });
    const [traditional] = await playSequence(builtInChains(hre.network), { kind: "traditional", ...sequence });
    expect(fast?.blocks).to.equal(2 + 1);
    expect(full?.blocks).to.equal(2 + 1 + 1);
    expect(traditional?.blocks).to.equal(full?.blocks);
  });

  it("says in numbers of the run where the fast lane stops paying", async () => {
    const answer = await answerWith(EVEN);
    expect(answer).to.match(/^As set, the fast lane saves 75\.0 % of the verification time and 55\.2 % of the time/);
    expect(answer).to.include(
      "a user trades 9,000 kWh between two verifications on average. The most in these 1,000 trades was 9,000 kWh; the bound is M = 10,000 kWh",
    );
    expect(answer).to.include("that is below M = 3,000 kWh; nowhere in N = 1 to 50, ");
  });

  it("says so when it pays nowhere", async () => {
    const answer = await answerWith(`${EVEN},sensitivity.worthPercent=50,time.authorities=1`);
    expect(answer).to.include("everywhere from N = 1 to 50");
    expect(answer).not.to.include("nowhere");
  });

  it("has the contract decide at every value of N and M", async () => {
    const context = contextOf("fig6.trades=3,sensitivity.trades=50");
    const result = await sensitivityStudy.run(context);
    const sweeps = sweepsOf(context.settings);
    const values = sweeps.filter(({ parameter }) => parameter === "capTrades" || parameter === "capEnergyKWh");
    const checked = values.reduce((sum, { points }) => sum + points.length * 3, 0);
    expect(result.json).to.include({ checkedOnChain: checked });
    expect(csvRows(result, "sensitivity/sensitivity.csv")).to.have.length(
      sweeps.reduce((sum, { points }) => sum + points.length, 0),
    );
  });
});
