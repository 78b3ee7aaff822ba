import { expect } from "chai";

import { attackChance, attackLaws } from "../../../src/model/attack/attack.js";
import { compareAttack } from "../../../src/model/attack/attack-comparison.js";
import { UserError } from "../../../src/model/errors.js";

describe("compareAttack, Fig. 11", () => {
  it("refuses a speed-up or blocks outside their domain, naming them", () => {
    for (const s of [0, -1, NaN, Infinity]) {
      expect(() => compareAttack("poisson", 10, s)).to.throw(UserError, `s = ${s}:`);
    }
    expect(() => compareAttack("poisson", 1.5, 2)).to.throw(UserError, "z = 1.5:");
    expect(() => compareAttack("poisson", 10, 2, 1.2)).to.throw(UserError, "q = 1.2:");
  });

  it("gives the improved chain floor(z s) blocks in the time of z, at q = 0.4", () => {
    for (const law of attackLaws) {
      expect(compareAttack(law, 10, 1.59)).to.deep.equal({
        z: 10,
        improvedZ: 15,
        traditional: attackChance(law, 0.4, 10),
        improved: attackChance(law, 0.4, 15),
      });
    }
  });

  it("gives both models the same chance at the same speed", () => {
    const { traditional, improved } = compareAttack("exact", 20, 1, 0.3);
    expect(improved).to.deep.equal(traditional);
  });
});
