import { expect } from "chai";

import { lowestNumberOf, offerStateOf } from "../../../src/model/market/offers.js";
import { AgreementStatus, type Offer, OfferStatus } from "../../../src/model/terms.js";
import {
  agreementId,
  agreementOf,
  alice,
  bob,
  by,
  expectEvents,
  expectReverted,
  meter,
  NOW,
  offerId,
  offerOf,
  operator,
  referenceOf,
  signed,
} from "../../support/reference.js";

describe("Offers of the reference", () => {
  describe("declare", () => {
    it("refuses another's offer, no energy, a period out of order, damages above the price, another fee", () => {
      const { market } = referenceOf("improved");
      const declare = (terms: Parameters<typeof offerOf>[0]) => market.play(by(alice), "declare", offerOf(terms));
      expectReverted(market.play(by(bob), "declare", offerOf()), "NotDeclarer", bob.address, alice.address);
      expectReverted(declare({ energyWh: 0n }), "ZeroEnergy");
      const late = { expiry: NOW + 2001n };
      expectReverted(declare(late), "InvalidPeriod", NOW + 2001n, NOW + 2000n, NOW + 3000n);
      const empty = { deliveryEnd: NOW + 2000n };
      expectReverted(declare(empty), "InvalidPeriod", NOW + 1000n, NOW + 2000n, NOW + 2000n);
      expectReverted(declare({ damagesPricePerMWh: 8_000_001n }), "DamagesAbovePrice", 8_000_001n, 8_000_000n);
      expectReverted(declare({ feePerMWh: 0n }), "WrongFee", 0n, 100_000n);
    });

    it("refuses an offer that has expired, and one that exists", () => {
      const { market } = referenceOf("improved");
      const id = offerId(offerOf());
      const late = market.play(by(alice, NOW + 1000n), "declare", offerOf());
      expectReverted(late, "OfferExpired", id, NOW + 1000n);
      expectEvents(market.play(by(alice, NOW + 999n), "declare", offerOf()), [
        "Declared",
        id,
        alice.address,
        offerOf(),
      ]);
      expectReverted(market.play(by(alice), "declare", offerOf()), "OfferExists", id);
    });

    it("keeps the fee of an offer that was declared before it changed", () => {
      const { market } = referenceOf("improved");
      market.play(by(alice), "declare", offerOf());
      market.play(by(operator), "setFee", 7n);
      expectReverted(market.play(by(alice), "declare", offerOf({ number: 1n })), "WrongFee", 100_000n, 7n);
      expect(market.play(by(bob), "accept", offerOf(), 1n)).to.have.property("events");
    });
  });

  describe("cancel", () => {
    it("refuses another's offer and one that is not open", () => {
      const { market } = referenceOf("improved");
      expectReverted(market.play(by(bob), "cancel", offerOf()), "NotDeclarer", bob.address, alice.address);
      const none = market.play(by(alice), "cancel", offerOf());
      expectReverted(none, "OfferNotOpen", offerId(offerOf()), OfferStatus.None);
    });

    it("closes what is left of an offer", () => {
      const { market, state } = referenceOf("improved");
      const id = offerId(offerOf());
      market.play(by(alice), "declare", offerOf());
      market.play(by(bob), "accept", offerOf(), 400_000n);
      expectEvents(market.play(by(alice), "cancel", offerOf()), ["Cancelled", id, 600_000n]);
      expect(offerStateOf(state, id)).to.deep.equal({
        status: OfferStatus.Cancelled,
        remainingWh: 600_000n,
        fills: 1n,
        bySignature: false,
      });
      expectReverted(market.play(by(bob), "accept", offerOf(), 1n), "OfferNotOpen", id, OfferStatus.Cancelled);
    });
  });
});

describe("Signed offers in the reference", () => {
  const offer = offerOf({ number: 5n });
  const id = offerId(offer);
  const signature = signed(alice, { kind: "offer", offer });

  it("begin by their declarer's signature alone, at the market's fee; else nothing has changed", () => {
    const { market, state } = referenceOf("improved");
    const forged = signed(bob, { kind: "offer", offer });
    const refused = market.play(by(bob), "acceptSigned", offer, forged, 1n);
    expectReverted(refused, "WrongPartySignature", bob.address, alice.address);
    expectReverted(market.play(by(alice), "acceptSigned", offer, signature, 1n), "OwnOffer", alice.address);
    expectReverted(market.play(by(bob), "acceptSigned", offer, signature, 0n), "ZeroEnergy");
    market.play(by(operator), "setFee", 7n);
    expectReverted(market.play(by(bob), "acceptSigned", offer, signature, 1n), "WrongFee", 100_000n, 7n);
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
    expectReverted(market.play(by(bob), "cancelSigned", offer), "NotDeclarer", bob.address, alice.address);
    expectEvents(market.play(by(alice), "cancelSigned", offer), ["Cancelled", id, 1_000_000n]);
    const cancelled = ["OfferNotOpen", id, OfferStatus.Cancelled] as const;
    expectReverted(market.play(by(alice), "cancelSigned", offer), ...cancelled);
    expectReverted(market.play(by(bob), "acceptSigned", offer, signature, 1n), ...cancelled);
    expectReverted(market.play(by(alice), "declare", offer), "OfferExists", id);
  });

  it("are closed up to a number, opened or not; a declared offer stays open", () => {
    const { market, state } = referenceOf("improved");
    const [opened, unseen] = [offerOf({ number: 1n }), offerOf({ number: 2n })];
    const [declared, above] = [offerOf({ number: 3n }), offerOf({ number: 6n })];
    const byAlice = (one: Offer) => signed(alice, { kind: "offer", offer: one });
    market.play(by(bob), "acceptSigned", opened, byAlice(opened), 1n);
    market.play(by(alice), "declare", declared);
    expectEvents(market.play(by(alice), "cancelUpTo", 5n), ["CancelledUpTo", alice.address, 5n]);
    expect(lowestNumberOf(state, alice.address)).to.equal(6n);
    expectReverted(market.play(by(bob), "accept", opened, 1n), "NumberCancelled", 1n, 6n);
    expectReverted(market.play(by(bob), "acceptSigned", unseen, byAlice(unseen), 1n), "NumberCancelled", 2n, 6n);
    expect(market.play(by(bob), "accept", declared, 1n)).to.have.property("events");
    expect(market.play(by(bob), "acceptSigned", above, byAlice(above), 1n)).to.have.property("events");
    expectReverted(market.play(by(alice), "cancelUpTo", 5n), "NumberCancelled", 5n, 6n);
  });
});
