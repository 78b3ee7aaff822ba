import { expect } from "chai";

import { accountOf } from "../../../src/model/market/state.js";
import { Reason } from "../../../src/model/terms.js";
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
  NOW,
  offerOf,
  operator,
  referenceOf,
  signed,
} from "../../support/reference.js";

describe("Improved market of the reference", () => {
  /** The third trade, beyond the cap of two. */
  const agreement = agreementOf(offerOf(), 300_000n, 2n);
  const id = agreementId(agreement);
  const party = [alice, bob].map((user) => signed(user, { kind: "agreement", agreement })) as [string, string];
  const approvals = (count: number, epoch = 4n) =>
    authorities.slice(0, count).map((authority) => signed(authority, { kind: "approval", agreementId: id, epoch }));
  const refusals = (count: number, reason: bigint) =>
    authorities.slice(0, count).map((one) => signed(one, { kind: "refusal", agreementId: id, reason, epoch: 4n }));

  function awaiting() {
    const reference = referenceOf("improved");
    reference.market.play(by(alice), "declare", offerOf());
    for (const energyWh of [100_000n, 200_000n, 300_000n])
      reference.market.play(by(bob), "accept", offerOf(), energyWh);
    return reference;
  }

  describe("verify", () => {
    it("refuses another's signature for a party's, and what is no signature", () => {
      const { market } = awaiting();
      const other = signed(carol, { kind: "agreement", agreement });
      const verify = (declarer: string, accepter: string) =>
        market.play(by(carol), "verify", agreement, declarer, accepter, approvals(3));
      expectReverted(verify(other, party[1]), "WrongPartySignature", carol.address, alice.address);
      expectReverted(verify(party[0], other), "WrongPartySignature", carol.address, bob.address);
      expectReverted(verify("0x", party[1]), "ECDSAInvalidSignatureLength", 0n);
    });

    it("refuses approvals that are too few, out of order, doubled or of no authority", () => {
      const { market } = awaiting();
      const verify = (signatures: string[]) => market.play(by(carol), "verify", agreement, ...party, signatures);
      const [a, b, c] = approvals(3) as [string, string, string];
      const [first, second] = authorities;
      expectReverted(verify([a, b]), "TooFewSignatures", 2n, 3n);
      expectReverted(verify([b, a, c]), "SignersNotAscending", second.address, first.address);
      expectReverted(verify([a, a, b]), "SignersNotAscending", first.address, first.address);
      const outsider = signed(carol, { kind: "approval", agreementId: id, epoch: 4n });
      expectReverted(verify([outsider, a, b]), "NotAuthority", carol.address);
    });

    it("refuses approvals of an earlier epoch: their signers are nobody's", () => {
      const { market, state } = awaiting();
      market.play(by(operator), "addAuthority", carol.address);
      const answer = market.play(by(carol), "verify", agreement, ...party, approvals(4));
      expect(answer).to.have.property("reverted");
      expect(state.epoch).to.equal(5n);
    });

    it("signs, and both parties' counts start again from zero", () => {
      const { market, state } = awaiting();
      expectEvents(market.play(by(carol), "verify", agreement, ...party, approvals(3)), ["Signed", id]);
      for (const { usedTrades, usedEnergyWh } of [accountOf(state, alice.address), accountOf(state, bob.address)])
        expect([usedTrades, usedEnergyWh]).to.deep.equal([0n, 0n]);
      // 600 kWh at a margin of 2,000,000 and a fee of 100,000 a MWh.
      expect(accountOf(state, bob.address).free).to.equal(MONEY - 1_200_000n);
      expect(state.fees).to.equal(60_000n);
    });

    it("is void without the margin, and the counts start again all the same", () => {
      const { market, state } = awaiting();
      market.play(by(bob), "withdraw", accountOf(state, bob.address).free, bob.address);
      const answer = market.play(by(carol), "verify", agreement, ...party, approvals(3));
      expectEvents(answer, ["Voided", id, Reason.MarginMissing]);
      expect(accountOf(state, bob.address).usedTrades).to.equal(0n);
    });

    it("comes too late after the deadline", () => {
      const { market } = awaiting();
      const late = market.play(by(carol, NOW + 1001n), "verify", agreement, ...party, approvals(3));
      expectReverted(late, "DeadlinePassed", NOW + 1000n);
    });
  });

  describe("refuse", () => {
    it("takes a blocking minority's signatures, for a reason that is theirs to give", () => {
      const { market } = awaiting();
      const own = market.play(by(carol), "refuse", agreement, Reason.MarginMissing, []);
      expectReverted(own, "NotRefusalReason", Reason.MarginMissing);
      const few = market.play(by(carol), "refuse", agreement, Reason.KeyRefused, refusals(1, Reason.KeyRefused));
      expectReverted(few, "TooFewSignatures", 1n, 2n);
      const refused = market.play(by(carol), "refuse", agreement, Reason.KeyRefused, refusals(2, Reason.KeyRefused));
      expectEvents(refused, ["Terminated", id, Reason.KeyRefused]);
    });
  });
});
