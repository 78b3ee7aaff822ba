import { expect } from "chai";

import { attackChance, attackLaws } from "../../../src/model/attack/attack.js";
import { blocksForRisk } from "../../../src/model/attack/attack-blocks.js";
import { UserError } from "../../../src/model/errors.js";

describe("blocksForRisk", () => {
  it("refuses a share or a risk outside its domain, naming it", () => {
    expect(() => blocksForRisk("exact", 1.2, 0.001)).to.throw(UserError, "q = 1.2");
    for (const risk of [0, -1, 1.5, NaN, 1e-301]) {
      expect(() => blocksForRisk("exact", 0.3, risk)).to.throw(UserError, `risk = ${risk}:`);
    }
  });

  it("says so where no number of blocks is enough", () => {
    expect(() => blocksForRisk("exact", 0.5, 0.999)).to.throw(UserError, "q = 0.5");
    expect(() => blocksForRisk("poisson", 0.49999, 1e-300)).to.throw(UserError, "1000000000 blocks");
  });

  it("finds the first z below the risk, by either law", () => {
    for (const law of attackLaws) {
      for (const q of [0, 1e-9, 0.1, 0.3, 0.45, 0.499]) {
        for (const risk of [1, 0.5, 0.001, 1e-12, 1e-300]) {
          const z = blocksForRisk(law, q, risk);
          expect(attackChance(law, q, z).probability).to.be.below(risk);
          expect(attackChance(law, q, z - 1).probability).to.be.at.least(risk);
        }
      }
    }
  });

  it("takes a risk that is met exactly as not yet below", () => {
    expect(attackChance("exact", 0.25, 1).probability).to.equal(0.5);
    expect(blocksForRisk("exact", 0.25, 0.5)).to.equal(2);
  });
});
