import { expect } from "chai";

import { attackChance } from "../../src/model/attack/attack.js";
import { runHardhat } from "../support/hardhat.js";
import { expectWithin } from "../support/near.js";

describe("hardhat attack", () => {
  for (const [args, message] of [
    ["--q 1.2 --z 6", "--q 1.2: must be a number from 0 to 1"],
    ["--q NaN --z 6", "--q NaN: must be a number from 0 to 1"],
    ["--q 0.3 --z -1", "--z -1: must be a whole number from 0 to 1000000000"],
    ["--q 0.3 --z 6 --law bitcoin", "--law bitcoin: must be poisson or exact"],
    ["--q 0.3 --z 6 --races -1", "--races -1: must be a whole number from 1 to 1000000000000"],
    ["--q 0.5 --z 6 --risk 0.001", "q = 0.5: even 1000000000 blocks do not bring the risk below 0.001"],
    ["--z 6", "--q is missing: the attacker's chance of making the next block"],
    ["--q 0.3", "--z is missing: the blocks to catch up"],
  ] as const) {
    it(`refuses ${args} in one line`, async () => {
      const run = await runHardhat("attack", "--json", ...args.split(" "));
      expect(run).to.deep.equal({ code: message.startsWith("--") ? 2 : 1, stdout: "", stderr: `Error: ${message}\n` });
    });
  }

  it("prints one JSON document with the wanted law", async () => {
    const { code, stdout, stderr } = await runHardhat("attack", ..."--q 0.3 --z 6 --law poisson --json".split(" "));
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).to.include({ law: "poisson", q: 0.3, z: 6, ...attackChance("poisson", 0.3, 6) });
  });

  it("prints the logarithm of a probability that underflows", async () => {
    const { stdout } = await runHardhat("attack", ..."--q 0.1 --z 1000 --law poisson --json".split(" "));
    const { probability, log10 } = JSON.parse(stdout) as { probability: number; log10: number };
    expect(probability).to.equal(0);
    expectWithin(log10, -568.4954132476425, 1e-9);
  });

  it("runs the races, prints their seed, and repeats itself to the byte", async () => {
    const args = ["attack", ..."--q 0.3 --z 6 --races 100000 --seed 24 --json".split(" ")];
    const [first, second] = await Promise.all([runHardhat(...args), runHardhat(...args)]);
    expect(second).to.deep.equal(first);
    const { races } = JSON.parse(first.stdout) as { races: Record<string, unknown> };
    expect(races).to.include({ count: 100_000, seed: 24, confidence: 0.99, holdsExactLaw: true });
  });

  it("takes the fewest blocks for a risk when none are given", async () => {
    const { stdout } = await runHardhat("attack", ..."--q 0.3 --risk 0.001 --json".split(" "));
    expect(JSON.parse(stdout)).to.include({ law: "exact", z: 32, blocksForRisk: 32, risk: 0.001 });
  });

  it("tells people both laws, the races and the fewest blocks", async () => {
    const { code, stdout } = await runHardhat("attack", ..."--q 0.3 --z 6 --races 1000 --risk 0.001".split(" "));
    expect(code).to.equal(0);
    for (const part of [
      /^Attack with q = 0.3 on a trade that waits for z = 6 blocks$/m,
      /Exact law, .* 15\.645 %$/m,
      /Poisson law, .* 13\.2111 %$/m,
      /Won of 1,000 races, seed 1 /m,
      /99 % confidence interval .* % to .* %$/m,
      /risk below 0\.001, exact +32$/m,
      /risk below 0\.001, poisson +24$/m,
      /says nothing about a chain with finality/,
    ]) {
      expect(stdout).to.match(part);
    }
  });
});
