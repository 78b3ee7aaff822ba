import { expect } from "chai";

import { meteredSharesWh } from "../../scripts/model/metered-shares.js";

describe("sharing a reading out among agreements", () => {
  it("gives every agreement its share of the forecast", () => {
    expect(meteredSharesWh(10n, 6n, [2n, 4n])).to.deep.equal([3n, 7n]);
  });

  it("adds up to the reading when all of the forecast is agreed, whatever is rounded", () => {
    for (const meteredWh of [0n, 1n, 7n, 10n, 99n]) {
      const shares = meteredSharesWh(meteredWh, 9n, [2n, 3n, 4n]);
      expect(shares.reduce((sum, share) => sum + share, 0n)).to.equal(meteredWh);
    }
  });

  it("leaves to others what was forecast and not agreed", () => {
    expect(meteredSharesWh(100n, 10n, [5n])).to.deep.equal([50n]);
  });

  it("refuses more than was forecast", () => {
    expect(() => meteredSharesWh(1n, 4n, [2n, 3n])).to.throw(RangeError, "5 Wh agreed of 4 forecast");
  });
});
