import { expect } from "chai";

import { offerStateOf } from "../../../src/model/market/offers.js";
import { OfferStatus } from "../../../src/model/terms.js";
import {
  alice,
  bob,
  by,
  expectEvents,
  expectRefusal,
  NOW,
  offerId,
  offerOf,
  operator,
  referenceOf,
} from "../../support/reference.js";

describe("Offers of the reference", () => {
  describe("declare", () => {
    it("refuses another's offer, no energy, a period out of order, damages above the price, another fee", () => {
      const { market } = referenceOf("improved");
      const declare = (terms: Parameters<typeof offerOf>[0]) => market.play(by(alice), "declare", offerOf(terms));
      expectRefusal(market.play(by(bob), "declare", offerOf()), "NotDeclarer", bob.address, alice.address);
      expectRefusal(declare({ energyWh: 0n }), "ZeroEnergy");
      const late = { expiry: NOW + 2001n };
      expectRefusal(declare(late), "InvalidPeriod", NOW + 2001n, NOW + 2000n, NOW + 3000n);
      const empty = { deliveryEnd: NOW + 2000n };
      expectRefusal(declare(empty), "InvalidPeriod", NOW + 1000n, NOW + 2000n, NOW + 2000n);
      expectRefusal(declare({ damagesPricePerMWh: 8_000_001n }), "DamagesAbovePrice", 8_000_001n, 8_000_000n);
      expectRefusal(declare({ feePerMWh: 0n }), "WrongFee", 0n, 100_000n);
    });

    it("refuses an offer that has expired, and one that exists", () => {
      const { market } = referenceOf("improved");
      const id = offerId(offerOf());
      const late = market.play(by(alice, NOW + 1000n), "declare", offerOf());
      expectRefusal(late, "OfferExpired", id, NOW + 1000n);
      expectEvents(market.play(by(alice, NOW + 999n), "declare", offerOf()), [
        "Declared",
        id,
        alice.address,
        offerOf(),
      ]);
      expectRefusal(market.play(by(alice), "declare", offerOf()), "OfferExists", id);
    });

    it("keeps the fee of an offer that was declared before it changed", () => {
      const { market } = referenceOf("improved");
      market.play(by(alice), "declare", offerOf());
      market.play(by(operator), "setFee", 7n);
      expectRefusal(market.play(by(alice), "declare", offerOf({ number: 1n })), "WrongFee", 100_000n, 7n);
      expect(market.play(by(bob), "accept", offerOf(), 1n)).to.have.property("events");
    });
  });

  describe("cancel", () => {
    it("refuses another's offer and one that is not open", () => {
      const { market } = referenceOf("improved");
      expectRefusal(market.play(by(bob), "cancel", offerOf()), "NotDeclarer", bob.address, alice.address);
      const none = market.play(by(alice), "cancel", offerOf());
      expectRefusal(none, "OfferNotOpen", offerId(offerOf()), OfferStatus.None);
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
      expectRefusal(market.play(by(bob), "accept", offerOf(), 1n), "OfferNotOpen", id, OfferStatus.Cancelled);
    });
  });
});
