import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";

import { rankOf } from "../../src/authority/submitter.js";
import { seededWallet } from "../support/keys.js";

const authorities = Array.from({ length: 7 }, (_, i) => seededWallet(1, `authority ${i}`).address);
const agreements = Array.from({ length: 700 }, (_, i) => keccak256(toUtf8Bytes(`agreement ${i}`)));

describe("the order in which authorities submit", () => {
  it("gives each authority a place of its own, whatever order they are listed in", () => {
    for (const agreement of agreements.slice(0, 20)) {
      const ranks = authorities.map((authority) => rankOf(authority, authorities, agreement));
      expect(ranks.toSorted()).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
      const listedAnew = authorities.toReversed();
      expect(authorities.map((authority) => rankOf(authority, listedAnew, agreement))).to.deep.equal(ranks);
    }
  });

  it("shares the agreements out", () => {
    const firsts = authorities.map(
      (authority) => agreements.filter((agreement) => rankOf(authority, authorities, agreement) === 0).length,
    );
    // Each 100 of 700 on average; a binomial draw is within four standard deviations of that.
    for (const count of firsts) expect(count).to.be.within(63, 137);
  });

  it("leaves the others' order as it was when one goes", () => {
    const [gone, ...rest] = authorities;
    for (const agreement of agreements.slice(0, 20)) {
      const before = rest.toSorted((a, b) => rankOf(a, authorities, agreement) - rankOf(b, authorities, agreement));
      const after = rest.toSorted((a, b) => rankOf(a, rest, agreement) - rankOf(b, rest, agreement));
      expect(after).to.deep.equal(before);
      expect(rankOf(gone!, rest, agreement)).to.equal(-1);
    }
  });
});
