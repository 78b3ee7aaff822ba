import { expect } from "chai";

import { accountOf, UserStatus } from "../../../src/model/market/state.js";
import { AgreementStatus, Reason } from "../../../src/model/terms.js";
import {
  agreementId,
  agreementOf,
  alice,
  authorities,
  bob,
  by,
  carol,
  expectEvents,
  expectReverted,
  MONEY,
  offerOf,
  operator,
  referenceOf,
} from "../../support/reference.js";

describe("Traditional market of the reference", () => {
  const agreement = agreementOf(offerOf(), 400_000n);
  const id = agreementId(agreement);
  const [first, second, third, fourth] = authorities;

  function awaiting() {
    const reference = referenceOf("traditional");
    reference.market.play(by(alice), "declare", offerOf());
    reference.market.play(by(bob), "accept", offerOf(), 400_000n);
    return reference;
  }

  it("freezes the buyer from acceptance on: no withdrawal, no other trade", () => {
    const { market, state } = awaiting();
    expect(accountOf(state, bob.address).status).to.equal(UserStatus.Frozen);
    expectReverted(market.play(by(bob), "accept", offerOf(), 1n), "AccountFrozen", bob.address);
    expectReverted(market.play(by(bob), "withdraw", 1n, bob.address), "AccountFrozen", bob.address);
  });

  it("signs with the last authority's check, each its own", () => {
    const { market, state } = awaiting();
    expectReverted(market.play(by(carol), "verify", agreement), "NotAuthority", carol.address);
    expectEvents(market.play(by(second), "verify", agreement), ["Checked", id, second.address, 0b0010n]);
    expectReverted(market.play(by(second), "verify", agreement), "AlreadyChecked", id, second.address);
    expectEvents(market.play(by(fourth), "verify", agreement), ["Checked", id, fourth.address, 0b1010n]);
    market.play(by(first), "verify", agreement);
    const last = market.play(by(third), "verify", agreement);
    expectEvents(last, ["Checked", id, third.address, 0b1111n], ["Signed", id]);
    expect(accountOf(state, bob.address)).to.include({ free: MONEY - 800_000n, usedTrades: 0n });
    expect(accountOf(state, bob.address).status).to.equal(UserStatus.Frozen);
    expectReverted(market.play(by(first), "verify", agreement), "WrongStatus", id, AgreementStatus.Signed);
  });

  it("asks all again when the committee changes", () => {
    const { market } = awaiting();
    for (const authority of [first, second, third]) market.play(by(authority), "verify", agreement);
    market.play(by(operator), "removeAuthority", fourth.address);
    expectEvents(market.play(by(first), "verify", agreement), ["Checked", id, first.address, 0b001n]);
  });

  it("ends with one authority's refusal", () => {
    const { market, state } = awaiting();
    const refuse = (sender: typeof first, reason: bigint) => market.play(by(sender), "refuse", agreement, reason);
    expectReverted(refuse(carol, Reason.KeyRefused), "NotAuthority", carol.address);
    expectReverted(refuse(first, Reason.DebtUnpaid), "NotRefusalReason", Reason.DebtUnpaid);
    expectEvents(refuse(first, Reason.CommitteeRefused), ["Terminated", id, Reason.CommitteeRefused]);
    expect(accountOf(state, bob.address).status).to.equal(UserStatus.Active);
  });
});
