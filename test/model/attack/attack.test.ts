import { expect } from "chai";

import {
  attackChance,
  type AttackLaw,
  attackLaws,
  blocksForRisk,
  catchUpChance,
  expectedAttackerBlocks,
} from "../../../src/model/attack/attack.js";
import { UserError } from "../../../src/model/errors.js";
import { mulberry32 } from "../../../src/model/random.js";
import { expectWithin } from "../../support/near.js";
import { log10Of, referenceChance, relativeError } from "./attack-reference.js";

const functions: [string, (q: number, z: number) => unknown][] = [
  ...attackLaws.map((law): [string, (q: number, z: number) => unknown] => [law, (q, z) => attackChance(law, q, z)]),
  ["catchUpChance", catchUpChance],
  ["expectedAttackerBlocks", expectedAttackerBlocks],
];

for (const [name, compute] of functions) {
  describe(`domain of the attack: ${name}`, () => {
    for (const q of [1.2, -0.1, NaN, Infinity]) {
      it(`refuses q = ${q}`, () => {
        expect(() => compute(q, 6)).to.throw(UserError, `q = ${q}:`);
      });
    }
    for (const z of [-1, 1.5, NaN, Infinity, 1_000_000_001]) {
      it(`refuses z = ${z}`, () => {
        expect(() => compute(0.3, z)).to.throw(UserError, `z = ${z}:`);
      });
    }
  });
}

for (const law of attackLaws) {
  describe(`attackChance, ${law}`, () => {
    it("is certain with no block to catch up, and from half of the blocks on", () => {
      for (const [q, z] of [
        [0, 0],
        [0.3, 0],
        [0.5, 1],
        [0.5, 100_000],
        [0.7, 6],
        [1, 6],
      ] as const) {
        expect(attackChance(law, q, z)).to.deep.equal({ probability: 1, log10: 0 });
      }
    });

    it("is impossible for an attacker without blocks", () => {
      expect(attackChance(law, 0, 1)).to.deep.equal({ probability: 0, log10: -Infinity });
    });

    it("agrees with whole-number arithmetic to 1e-12 where the value is above 1e-300", () => {
      for (const [q, z] of [...corners, ...seeded(200)]) expectAgreement(law, q, z);
    });

    it("agrees in log10 to 1e-12 where the value underflows", () => {
      for (const [q, z] of [
        [0.01, 1000],
        [0.1, 1000],
        [0.2, 20_000],
        [0.45, 100_000],
        [0.3, 30_000],
      ] as const) {
        const { probability, log10 } = attackChance(law, q, z);
        const reference = log10Of(referenceChance(law, q, z));
        expect(reference, `q = ${q}, z = ${z}`).to.be.below(-324);
        expectWithin(log10 / reference, 1, 1e-14, `q = ${q}, z = ${z}`);
        expect(probability).to.equal(0);
      }
    });

    it("holds at both ends of the attacker's share", () => {
      for (const q of [Number.MIN_VALUE, 1e-300, 1e-17]) {
        for (const z of [1, 100_000]) {
          // As q falls to 0 the chance goes as q^z.
          const { log10 } = attackChance(law, q, z);
          expectWithin((log10 - attackChance(law, 1e-12, z).log10) / z, Math.log10(q) + 12, 1e-10);
        }
      }
      expect(attackChance(law, 0.5 - 2 ** -54, 100_000).probability).to.be.within(1 - 1e-12, 1);
    });

    it("falls as z grows and rises with q", () => {
      const shares = [0.001, 0.1, 0.3, 0.45, 0.49, 0.4999];
      for (let z = 0; z < 400; z++) {
        for (const q of shares) expect(attackChance(law, q, z + 1).log10).to.be.below(attackChance(law, q, z).log10);
        if (z === 0) continue;
        const row = shares.map((q) => attackChance(law, q, z).log10);
        expect(row).to.deep.equal(row.toSorted((a, b) => a - b));
      }
    });
  });
}

describe("attackChance, the readings of the model", () => {
  it("gives the paper's own numbers by the Poisson law", () => {
    expectWithin(attackChance("poisson", 0.3, 1).probability, 0.62775, 5e-6);
    expectWithin(attackChance("poisson", 0.3, 20).probability, 0.00248, 5e-6);
  });

  it("gives the exact law's numbers beside them", () => {
    expectWithin(attackChance("exact", 0.3, 1).probability, 0.6, 1e-15);
    expectWithin(attackChance("exact", 0.3, 20).probability, 0.00867, 5e-6);
  });
});

describe("catchUpChance, equation (1)", () => {
  it("is (q / p)^z below half of the blocks", () => {
    expectWithin(catchUpChance(0.25, 2).probability, 1 / 9, 1e-16);
    expectWithin(catchUpChance(0.25, 100_000).log10 / (-100_000 * Math.log10(3)), 1, 1e-15);
    expect(catchUpChance(0, 1)).to.deep.equal({ probability: 0, log10: -Infinity });
  });

  it("is 1 where p <= q", () => {
    for (const q of [0.5, 0.6, 1]) expect(catchUpChance(q, 1000)).to.deep.equal({ probability: 1, log10: 0 });
  });
});

describe("expectedAttackerBlocks, equation (2)", () => {
  it("is z q / p", () => {
    expect(expectedAttackerBlocks(0.2, 4)).to.equal(1);
    expect(expectedAttackerBlocks(0, 4)).to.equal(0);
  });

  it("is infinite where the others never make a block, unless none is waited for", () => {
    expect(expectedAttackerBlocks(1, 1)).to.equal(Infinity);
    expect(expectedAttackerBlocks(1, 0)).to.equal(0);
  });
});

/** Small and large z, both sides of where Stirling's series takes over, shares near 0 and near 0.5. */
const corners = [1e-6, 0.01, 0.1, 0.25, 0.3, 0.4, 0.46, 0.469, 0.49, 0.4999, 0.49999999].flatMap((q) =>
  [1, 2, 10, 11, 12, 22, 23, 24, 100, 1000, 10_000, 100_000].map((z) => [q, z] as const),
);

/** Pairs (q, z) with z up to 100,000 by orders of magnitude, and q such that most values lie above 1e-300. */
function seeded(count: number): (readonly [number, number])[] {
  const random = mulberry32(7);
  return Array.from({ length: count }, () => {
    const z = Math.ceil(10 ** (5 * random()));
    return [0.5 - Math.min(0.499, Math.sqrt((random() * 690) / z) / 2), z] as const;
  });
}

function expectAgreement(law: AttackLaw, q: number, z: number): void {
  const { probability, log10 } = attackChance(law, q, z);
  if (log10 < -300) return; // see the test of log10
  const reference = referenceChance(law, q, z);
  const where = `q = ${q}, z = ${z}`;
  expect(relativeError(probability, reference), where).to.be.below(1e-13);
  expectWithin(log10, log10Of(reference), 1e-13, where);
}

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
