import { expect } from "chai";
import hre from "hardhat";

import { IMPROVED_STEPS } from "./improved-steps.js";
import { measureSteps } from "./measure.js";
import { populate } from "./populate.js";
import { openWarmMarket } from "./warm-market.js";

describe("Gas of a market that grows", function () {
  before(function () {
    // Instrumented code costs gas of its own.
    if (hre.globalOptions.coverage) this.skip();
  });

  it("is the same for every step with 10 and with 10,000 users, offers and agreements", async function () {
    this.timeout(300_000);
    const warm = await openWarmMarket("improved");
    await populate(warm, 10, "early");
    const small = await measureSteps(warm, IMPROVED_STEPS);

    const [buyer] = await populate(warm, 10_000, "late");
    const { usedTrades } = await warm.market.accountOf(buyer!.address);

    expect(usedTrades, "agreements of a buyer on the fast lane").to.equal(10n);
    expect(await measureSteps(warm, IMPROVED_STEPS)).to.deep.equal(small);
  });
});
