import { expect } from "chai";

import { offerStateOf } from "../../../src/model/market/offers.js";
import { lowestNumberOf } from "../../../src/model/market/signed-offers.js";
import { AgreementStatus, OfferStatus, type Offer } from "../../../src/model/terms.js";
import {
  agreementId,
  agreementOf,
  alice,
  bob,
  by,
  expectEvents,
  expectRefusal,
  meter,
  offerId,
  offerOf,
  operator,
  referenceOf,
  signed,
} from "../../support/reference.js";

describe("Signed offers in the reference", () => {
  const offer = offerOf({ number: 5n });
  const id = offerId(offer);
  const signature = signed(alice, { kind: "offer", offer });

  it("begin by their declarer's signature alone, at the market's fee; else nothing has changed", () => {
    const { market, state } = referenceOf("improved");
    const forged = signed(bob, { kind: "offer", offer });
    const refused = market.play(by(bob), "acceptSigned", offer, forged, 1n);
    expectRefusal(refused, "WrongPartySignature", bob.address, alice.address);
    expectRefusal(market.play(by(alice), "acceptSigned", offer, signature, 1n), "OwnOffer", alice.address);
    expectRefusal(market.play(by(bob), "acceptSigned", offer, signature, 0n), "ZeroEnergy");
    market.play(by(operator), "setFee", 7n);
    expectRefusal(market.play(by(bob), "acceptSigned", offer, signature, 1n), "WrongFee", 100_000n, 7n);
    expect(offerStateOf(state, id).status).to.equal(OfferStatus.None);
  });

  it("are announced with their first acceptance, and then accepted whatever the signature", () => {
    const { market, state } = referenceOf("improved");
    const accepted = (energyWh: bigint, fill: bigint) =>
      [
        "Accepted",
        agreementId(agreementOf(offer, energyWh, fill)),
        ...[id, bob.address, energyWh, fill, meter.address, AgreementStatus.Signed],
      ] as const;
    expectEvents(
      market.play(by(bob), "acceptSigned", offer, signature, 400_000n),
      ["Declared", id, alice.address, offer],
      ["BegunBySignature", id],
      accepted(400_000n, 0n),
    );
    expectEvents(market.play(by(bob), "acceptSigned", offer, "0x", 600_000n), accepted(600_000n, 1n));
    expect(offerStateOf(state, id)).to.deep.equal({
      status: OfferStatus.Open,
      remainingWh: 0n,
      fills: 2n,
      bySignature: true,
    });
  });

  it("are closed singly before they begin, for good", () => {
    const { market } = referenceOf("improved");
    expectRefusal(market.play(by(bob), "cancelSigned", offer), "NotDeclarer", bob.address, alice.address);
    expectEvents(market.play(by(alice), "cancelSigned", offer), ["Cancelled", id, 1_000_000n]);
    const cancelled = ["OfferNotOpen", id, OfferStatus.Cancelled] as const;
    expectRefusal(market.play(by(alice), "cancelSigned", offer), ...cancelled);
    expectRefusal(market.play(by(bob), "acceptSigned", offer, signature, 1n), ...cancelled);
    expectRefusal(market.play(by(alice), "declare", offer), "OfferExists", id);
  });

  it("are closed up to a number, begun or not; what was declared stays open", () => {
    const { market, state } = referenceOf("improved");
    const [begun, unseen] = [offerOf({ number: 1n }), offerOf({ number: 2n })];
    const [declared, above] = [offerOf({ number: 3n }), offerOf({ number: 6n })];
    const byAlice = (one: Offer) => signed(alice, { kind: "offer", offer: one });
    market.play(by(bob), "acceptSigned", begun, byAlice(begun), 1n);
    market.play(by(alice), "declare", declared);
    expectEvents(market.play(by(alice), "cancelUpTo", 5n), ["CancelledUpTo", alice.address, 5n]);
    expect(lowestNumberOf(state, alice.address)).to.equal(6n);
    expectRefusal(market.play(by(bob), "accept", begun, 1n), "NumberCancelled", 1n, 6n);
    expectRefusal(market.play(by(bob), "acceptSigned", unseen, byAlice(unseen), 1n), "NumberCancelled", 2n, 6n);
    expect(market.play(by(bob), "accept", declared, 1n)).to.have.property("events");
    expect(market.play(by(bob), "acceptSigned", above, byAlice(above), 1n)).to.have.property("events");
    expectRefusal(market.play(by(alice), "cancelUpTo", 5n), "NumberCancelled", 5n, 6n);
  });
});
