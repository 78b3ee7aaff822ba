import { expect } from "chai";

import { overBudget } from "./budgets.js";
import { sampleFigures } from "./sample-figures.js";

describe("Gas budgets", () => {
  it("hold for figures at their very limits", () => {
    expect(overBudget(sampleFigures())).to.deep.equal([]);
  });

  it("name a step that exceeds its own", () => {
    expect(overBudget(sampleFigures({ "settle, excess": 65_001 }))).to.deep.equal([
      "settle, excess: 65,001, budget 65,000",
    ]);
  });

  it("hold a whole trade to less than its steps together", () => {
    expect(overBudget(sampleFigures({ declare: 80_001 }))).to.deep.equal([
      "declare, accept and settle: 220,001, budget 220,000",
    ]);
  });

  it("hold an acceptance to its floor", () => {
    expect(overBudget(sampleFigures({}, 60_000))).to.deep.equal(["accept over its floor: 1.25, budget 1.2"]);
  });
});
