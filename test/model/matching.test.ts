import { expect } from "chai";

import { fillsOf } from "../../src/model/matching.js";

describe("filling a demand from the book", () => {
  const book = [
    { id: "a", remainingWh: 3n },
    { id: "empty", remainingWh: 0n },
    { id: "b", remainingWh: 9n },
  ];

  it("takes offers in their order, the last in part", () => {
    expect(fillsOf(5n, book)).to.deep.equal([
      { offerId: "a", energyWh: 3n },
      { offerId: "b", energyWh: 2n },
    ]);
  });

  it("leaves the rest of the book alone once it is filled", () => {
    expect(fillsOf(3n, book)).to.deep.equal([{ offerId: "a", energyWh: 3n }]);
  });

  it("takes all there is when the book is too thin", () => {
    expect(fillsOf(100n, book).reduce((sum, { energyWh }) => sum + energyWh, 0n)).to.equal(12n);
  });

  it("takes nothing for no demand, and from no book", () => {
    expect(fillsOf(0n, book)).to.deep.equal([]);
    expect(fillsOf(5n, [])).to.deep.equal([]);
  });
});
