import { expect } from "chai";

import { attempt } from "../../../src/model/market/answer.js";
import { ZERO_ADDRESS } from "../../../src/model/market/cryptography.js";
import { alice, bob, carol, expectReverted, MARKET, MONEY, NOW, referenceOf, signed } from "../../support/reference.js";

describe("Payment token of the reference", () => {
  const { address: owner } = alice;
  const permit = { owner, spender: MARKET, value: 5n, deadline: NOW };
  const refused = (action: () => void) =>
    attempt(() => {
      action();
      return [];
    });

  it("moves what its owner has, to anybody but nobody", () => {
    const { token } = referenceOf("improved");
    const toNobody = refused(() => {
      token.transfer(owner, ZERO_ADDRESS, 1n);
    });
    expectReverted(toNobody, "ERC20InvalidReceiver", ZERO_ADDRESS);
    token.transfer(owner, carol.address, 3n);
    expect([token.balanceOf(owner), token.balanceOf(carol.address)]).to.deep.equal([MONEY - 3n, 3n]);
  });

  it("does not use up an unlimited allowance", () => {
    const { token } = referenceOf("improved");
    token.approve(owner, MARKET, 2n ** 256n - 1n);
    token.transferFrom(MARKET, owner, MARKET, 3n);
    expect(token.allowance(owner, MARKET)).to.equal(2n ** 256n - 1n);
  });

  it("takes an owner's permit in time, once", () => {
    const { token } = referenceOf("improved");
    const signature = signed(alice, { kind: "permit", ...permit, nonce: 0n });
    const late = refused(() => {
      token.permit(permit, signature, NOW + 1n);
    });
    expectReverted(late, "ERC2612ExpiredSignature", NOW);
    const foreign = refused(() => {
      token.permit(permit, signed(bob, { kind: "permit", ...permit, nonce: 0n }), NOW);
    });
    expectReverted(foreign, "ERC2612InvalidSigner", bob.address, owner);
    token.permit(permit, signature, NOW);
    expect(token.allowance(owner, MARKET)).to.equal(5n);
    const again = refused(() => {
      token.permit(permit, signature, NOW);
    });
    expect(again).to.have.property("reverted");
  });
});
