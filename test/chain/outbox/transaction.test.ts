import { expect } from "chai";

import { raisedFees } from "../../../src/chain/outbox/transaction.js";

describe("raised fees", () => {
  it("are an eighth more of both, rounded up, so that a node replaces", () => {
    expect(raisedFees({ max: 80n, tip: 8n }, { max: 0n, tip: 0n })).to.deep.equal({ max: 90n, tip: 9n });
    expect(raisedFees({ max: 81n, tip: 1n }, { max: 0n, tip: 0n })).to.deep.equal({ max: 92n, tip: 2n });
  });

  it("are what the node asks, where that is more", () => {
    expect(raisedFees({ max: 80n, tip: 8n }, { max: 50n, tip: 20n })).to.deep.equal({ max: 90n, tip: 20n });
    expect(raisedFees({ max: 80n, tip: 8n }, { max: 500n, tip: 0n })).to.deep.equal({ max: 500n, tip: 9n });
  });

  it("never offer a tip above the whole", () => {
    expect(raisedFees({ max: 8n, tip: 8n }, { max: 10n, tip: 30n })).to.deep.equal({ max: 30n, tip: 30n });
  });

  it("add several eighths at once where one was not enough", () => {
    expect(raisedFees({ max: 64n, tip: 64n }, { max: 0n, tip: 0n }, 2)).to.deep.equal({ max: 81n, tip: 81n });
  });
});
