import { expect } from "chai";

import { fillsOf, persistenceWh } from "../../src/model/day-rules.js";

describe("forecast by persistence", () => {
  const energyWh = [3n, 5n, 4n];

  it("takes an interval for what the one before it was", () => {
    expect([1, 2].map((interval) => persistenceWh(energyWh, interval))).to.deep.equal([3n, 5n]);
  });

  it("takes the day's last interval for the evening before", () => {
    expect(persistenceWh(energyWh, 0)).to.equal(4n);
  });

  it("refuses an interval that is not in the day", () => {
    expect(() => persistenceWh(energyWh, 3)).to.throw(RangeError, "no interval 3");
    expect(() => persistenceWh([], 0)).to.throw(RangeError, "no interval 0");
  });
});

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
