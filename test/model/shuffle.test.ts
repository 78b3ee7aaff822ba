import { expect } from "chai";

import { mulberry32 } from "../../src/model/random.js";
import { shuffled } from "../../src/model/shuffle.js";

describe("random order", () => {
  const items = [1, 2, 3, 4];

  it("keeps every item once, and the input as it was", () => {
    const order = shuffled(mulberry32(1), items);
    expect([...order].sort()).to.deep.equal(items);
    expect(items).to.deep.equal([1, 2, 3, 4]);
  });

  it("is the same for the same seed", () => {
    expect(shuffled(mulberry32(5), items)).to.deep.equal(shuffled(mulberry32(5), items));
  });

  it("puts each item in each place about as often", () => {
    const random = mulberry32(7);
    const rounds = 4000;
    const firsts = new Map<number, number>();
    for (let i = 0; i < rounds; i++) {
      const first = shuffled(random, items)[0] ?? 0;
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    // Five standard deviations of a binomial with 4,000 draws of 1/4.
    for (const count of firsts.values()) expect(Math.abs(count - rounds / 4)).to.be.below(137);
    expect(firsts.size).to.equal(4);
  });
});
