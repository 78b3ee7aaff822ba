import { expect } from "chai";

import { attackLaws } from "../../../src/model/attack/attack.js";
import { attackSurface, surfaceBlocks, surfaceShares } from "../../../src/model/attack/attack-surface.js";
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
