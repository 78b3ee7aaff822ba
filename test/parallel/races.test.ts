import { expect } from "chai";

import { UserError } from "../../src/model/errors.js";
import { simulateRaces } from "../../src/parallel/races.js";

const settings = { q: 0.3, z: 6, races: 50_000, seed: 24 };

describe("simulateRaces", () => {
  it("refuses what is outside the domain before any thread starts", async () => {
    const refusal = await simulateRaces({ ...settings, q: 1.2 }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(UserError).with.property("message").that.includes("q = 1.2");
  });

  it("depends on the seed and the races, not on the threads", async () => {
    const wins = await Promise.all([1, 2, 5].map((threads) => simulateRaces({ ...settings, threads })));
    expect(new Set(wins).size).to.equal(1);
    expect(await simulateRaces({ ...settings, seed: 25 })).to.not.equal(wins[0]);
  });

  it("reports progress up to the last race", async () => {
    const progress: number[] = [];
    await simulateRaces(settings, (done) => progress.push(done));
    expect(progress).to.deep.equal([16_384, 32_768, 49_152, 50_000]);
  });
});
