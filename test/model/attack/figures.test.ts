import { expect } from "chai";

import { attackChance, attackLaws } from "../../../src/model/attack/attack.js";
import { attackSurface, compareAttack, surfaceBlocks, surfaceShares } from "../../../src/model/attack/figures.js";
import { UserError } from "../../../src/model/errors.js";
import { referenceChance, relativeError } from "./attack-reference.js";

describe("attackSurface, Fig. 10", () => {
  it("spans z = 0..50 and q = 0..0.50 in steps of 0.01", () => {
    expect([surfaceBlocks.length, surfaceBlocks[0], surfaceBlocks.at(-1)]).to.deep.equal([51, 0, 50]);
    expect([surfaceShares.length, surfaceShares[0], surfaceShares[29], surfaceShares.at(-1)]).to.deep.equal([
      51, 0, 0.29, 0.5,
    ]);
  });

  for (const law of attackLaws) {
    it(`agrees everywhere with whole-number arithmetic, ${law}`, () => {
      for (const [z, row] of attackSurface(law).entries()) {
        for (const [index, probability] of row.entries()) {
          const q = surfaceShares[index] ?? NaN;
          if (z === 0 || q === 0.5) expect(probability).to.equal(1);
          else if (q === 0) expect(probability).to.equal(0);
          else expect(relativeError(probability, referenceChance(law, q, z)), `q = ${q}, z = ${z}`).to.be.below(1e-13);
        }
      }
    });
  }
});

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
