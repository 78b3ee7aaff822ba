import { expect } from "chai";
import hre from "hardhat";

import { overBudget, overFloor } from "./budgets.js";
import { measureGas, type GasFigures } from "./measure.js";

describe("Gas of every step", function () {
  let figures: GasFigures;

  before(async function () {
    // Instrumented code costs gas of its own.
    if (hre.globalOptions.coverage) this.skip();
    figures = await measureGas();
  });

  it("is within its budget", function () {
    expect(overBudget(figures)).to.deep.equal([]);
  });

  it("is, for an acceptance on the fast lane, at most 1.2 of the least possible", function () {
    const ratio = overFloor(figures);
    this.test!.title += `: ${ratio.toFixed(3)}`;
    expect(ratio).to.be.within(1, 1.2);
  });

  it("is the same when measured again", async function () {
    expect(await measureGas()).to.deep.equal(figures);
  });
});
