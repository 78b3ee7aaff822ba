import { expect } from "chai";

import {
  alice,
  bob,
  by,
  carol,
  expectEvents,
  expectReverted,
  offerOf,
  operator,
  referenceOf,
} from "../../support/reference.js";

describe("Operator of the reference", () => {
  it("alone pauses and resumes, and not twice", () => {
    const { market } = referenceOf("improved");
    expectReverted(market.play(by(carol), "pause"), "OwnableUnauthorizedAccount", carol.address);
    expectReverted(market.play(by(operator), "unpause"), "ExpectedPause");
    expectEvents(market.play(by(operator), "pause"), ["Paused", operator.address]);
    expectReverted(market.play(by(operator), "pause"), "EnforcedPause");
    expectReverted(market.play(by(carol), "unpause"), "OwnableUnauthorizedAccount", carol.address);
    expectEvents(market.play(by(operator), "unpause"), ["Unpaused", operator.address]);
  });

  it("stops new offers and agreements, not the end of old ones", () => {
    const { market } = referenceOf("improved");
    market.play(by(alice), "declare", offerOf());
    market.play(by(operator), "pause");
    expectReverted(market.play(by(alice), "declare", offerOf({ number: 1n })), "EnforcedPause");
    expectReverted(market.play(by(bob), "accept", offerOf(), 1n), "EnforcedPause");
    expect(market.play(by(alice), "cancel", offerOf())).to.have.property("events");
  });

  it("hands over in two steps", () => {
    const { market } = referenceOf("improved");
    const started = market.play(by(operator), "transferOwnership", carol.address);
    expectEvents(started, ["OwnershipTransferStarted", operator.address, carol.address]);
    expectReverted(market.play(by(alice), "acceptOwnership"), "OwnableUnauthorizedAccount", alice.address);
    expectEvents(market.play(by(operator), "setFee", 1n), ["FeeSet", 1n]);
    const accepted = market.play(by(carol), "acceptOwnership");
    expectEvents(accepted, ["OwnershipTransferred", operator.address, carol.address]);
    expectReverted(market.play(by(operator), "setFee", 1n), "OwnableUnauthorizedAccount", operator.address);
    expectReverted(market.play(by(carol), "acceptOwnership"), "OwnableUnauthorizedAccount", carol.address);
  });
});
