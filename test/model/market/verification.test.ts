import { expect } from "chai";

import { offerStateOf } from "../../../src/model/market/offers.js";
import { accountOf, UserStatus } from "../../../src/model/market/state.js";
import { AgreementStatus, Reason } from "../../../src/model/terms.js";
import {
  agreementId,
  agreementOf,
  alice,
  bob,
  by,
  carol,
  expectEvents,
  expectReverted,
  NOW,
  offerId,
  offerOf,
  referenceOf,
} from "../../support/reference.js";

describe("Agreements that await verification in the reference", () => {
  const agreement = agreementOf(offerOf(), 400_000n);
  const id = agreementId(agreement);

  function awaiting() {
    const reference = referenceOf("traditional");
    reference.market.play(by(alice), "declare", offerOf());
    reference.market.play(by(bob), "accept", offerOf(), 400_000n);
    return reference;
  }

  it("are declined by a party, and by nobody else", () => {
    const { market, state } = awaiting();
    expectReverted(market.play(by(carol), "decline", agreement), "NotParty", carol.address);
    expectEvents(market.play(by(alice), "decline", agreement), ["Terminated", id, Reason.PartyDeclined]);
    expect(offerStateOf(state, offerId(offerOf()))).to.include({ remainingWh: 1_000_000n, fills: 1n });
    expect(accountOf(state, bob.address).status).to.equal(UserStatus.Active);
    expectReverted(market.play(by(alice), "decline", agreement), "WrongStatus", id, AgreementStatus.Terminated);
  });

  it("expire once their deadline has passed, not in its last second", () => {
    const { market } = awaiting();
    const deadline = NOW + 1000n;
    expectReverted(market.play(by(carol, deadline), "expire", agreement), "DeadlineNotPassed", deadline);
    const expired = market.play(by(carol, deadline + 1n), "expire", agreement);
    expectEvents(expired, ["Terminated", id, Reason.DeadlinePassed]);
  });

  it("are unknown with any term changed", () => {
    const { market } = awaiting();
    const changed = { ...agreement, energyWh: 400_001n };
    const answer = market.play(by(bob), "decline", changed);
    expectReverted(answer, "WrongStatus", agreementId(changed), AgreementStatus.None);
  });
});
