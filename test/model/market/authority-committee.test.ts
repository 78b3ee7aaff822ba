import { expect } from "chai";

import { blockingMinority, seatOf } from "../../../src/model/market/authority-committee.js";
import { ZERO_ADDRESS } from "../../../src/model/market/cryptography.js";
import {
  authorities,
  by,
  carol,
  expectEvents,
  expectReverted,
  operator,
  referenceOf,
} from "../../support/reference.js";

describe("Authority committee of the reference", () => {
  const [first, second, , fourth] = authorities;

  it("is changed by the operator alone", () => {
    const { market } = referenceOf("improved");
    const stranger = ["OwnableUnauthorizedAccount", carol.address] as const;
    expectReverted(market.play(by(carol), "addAuthority", carol.address), ...stranger);
    expectReverted(market.play(by(carol), "removeAuthority", first.address), ...stranger);
  });

  it("refuses nobody, a member, the 161st, who is no member, and to lose its last", () => {
    const { market, state } = referenceOf("improved");
    expectReverted(market.play(by(operator), "addAuthority", ZERO_ADDRESS), "ZeroAuthority");
    expectReverted(market.play(by(operator), "addAuthority", first.address), "AlreadyAuthority", first.address);
    expectReverted(market.play(by(operator), "removeAuthority", carol.address), "NotAuthority", carol.address);
    while (state.authorities.length < 160)
      market.play(by(operator), "addAuthority", `0x${state.authorities.length.toString(16).padStart(40, "0")}`);
    expectReverted(market.play(by(operator), "addAuthority", carol.address), "CommitteeFull");
    for (const authority of state.authorities.slice(1)) market.play(by(operator), "removeAuthority", authority);
    expectReverted(market.play(by(operator), "removeAuthority", state.authorities[0]!), "LastAuthority");
  });

  it("begins a new epoch with each change; the last takes the seat that is free", () => {
    const { market, state } = referenceOf("improved");
    expect(state.epoch).to.equal(4n);
    const removed = market.play(by(operator), "removeAuthority", second.address);
    expectEvents(removed, ["AuthorityRemoved", second.address, 5n]);
    expect(seatOf(state, fourth.address)).to.equal(2);
    expectEvents(market.play(by(operator), "addAuthority", carol.address), ["AuthorityAdded", carol.address, 6n]);
    expect(seatOf(state, carol.address)).to.equal(4);
  });

  it("is blocked by n - (floor(2 n / 3) + 1) + 1", () => {
    const { state } = referenceOf("improved");
    const minorities = [1, 2, 3, 4, 5, 6, 7].map((n) =>
      blockingMinority({ ...state, authorities: Array.from({ length: n }, () => "") }),
    );
    expect(minorities).to.deep.equal([1, 1, 1, 2, 2, 2, 3]);
  });
});
