import { expect } from "chai";

import { quorum } from "../../src/model/quorum.js";

describe("quorum", () => {
  it("is the fewest that are more than two thirds", () => {
    for (let n = 1; n <= 100; n++) {
      expect(3 * quorum(n), `${n}`).to.be.greaterThan(2 * n);
      expect(3 * (quorum(n) - 1), `${n}`).to.be.at.most(2 * n);
    }
  });
});
