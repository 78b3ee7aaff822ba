import { expect } from "chai";

import { coefficientOf } from "../../../src/model/market/acceptance.js";
import { ZERO_ADDRESS } from "../../../src/model/market/cryptography.js";
import { offerStateOf } from "../../../src/model/market/offers.js";
import { accountOf } from "../../../src/model/market/state.js";
import { agreementStateOf } from "../../../src/model/market/trade.js";
import { WAD } from "../../../src/model/reliability.js";
import { AgreementStatus, OfferStatus, Reason, Side } from "../../../src/model/terms.js";
import {
  agreementId,
  agreementOf,
  alice,
  bob,
  by,
  carol,
  expectEvents,
  expectReverted,
  meter,
  MONEY,
  NOW,
  offerId,
  offerOf,
  operator,
  referenceOf,
} from "../../support/reference.js";

describe("Acceptance in the reference", () => {
  const offer = offerOf();
  const id = offerId(offer);

  it("refuses an unknown or expired offer, one's own, no energy, and more than is left", () => {
    const { market } = referenceOf("improved");
    expectReverted(market.play(by(bob), "accept", offer, 1n), "OfferNotOpen", id, OfferStatus.None);
    market.play(by(alice), "declare", offer);
    expectReverted(market.play(by(bob, NOW + 1000n), "accept", offer, 1n), "OfferExpired", id, NOW + 1000n);
    expectReverted(market.play(by(alice), "accept", offer, 1n), "OwnOffer", alice.address);
    expectReverted(market.play(by(bob), "accept", offer, 0n), "ZeroEnergy");
    expectReverted(market.play(by(bob), "accept", offer, 1_000_001n), "EnergyAboveRemaining", 1_000_001n, 1_000_000n);
  });

  it("refuses who is not registered, and a buyer without a meter", () => {
    const { market } = referenceOf("improved");
    market.play(by(alice), "declare", offer);
    expectReverted(market.play(by(carol), "accept", offer, 1n), "NotRegistered", carol.address);
    market.play(by(operator), "setMeter", bob.address, ZERO_ADDRESS);
    expectReverted(market.play(by(bob), "accept", offer, 1n), "NoMeter", bob.address);
  });

  it("signs at once while R is valid for both: margin and fee are taken, the trade is counted", () => {
    const { market, state } = referenceOf("improved");
    market.play(by(alice), "declare", offer);
    const agreement = agreementOf(offer, 500_000n);
    const answer = market.play(by(bob), "accept", offer, 500_000n);
    const accepted = [agreementId(agreement), id, bob.address, 500_000n, 0n, meter.address] as const;
    expectEvents(answer, ["Accepted", ...accepted, AgreementStatus.Signed]);
    // Half a MWh at a margin of 2,000,000 and a fee of 100,000 a MWh.
    const [buyer, seller] = [accountOf(state, bob.address), accountOf(state, alice.address)];
    expect([buyer.free, seller.free, state.fees]).to.deep.equal([MONEY - 1_000_000n, MONEY - 50_000n, 50_000n]);
    for (const { usedTrades, usedEnergyWh } of [buyer, seller])
      expect([usedTrades, usedEnergyWh]).to.deep.equal([1n, 500_000n]);
    expect(offerStateOf(state, id)).to.deep.equal({
      status: OfferStatus.Open,
      remainingWh: 500_000n,
      fills: 1n,
      bySignature: false,
    });
  });

  it("turns the parties round for an offer to buy", () => {
    const { market, state } = referenceOf("improved");
    const wish = offerOf({ side: Side.Buy });
    market.play(by(alice), "declare", wish);
    market.play(by(bob), "accept", wish, 1_000_000n);
    expect(accountOf(state, alice.address).free).to.equal(MONEY - 2_000_000n);
    expect(accountOf(state, bob.address).free).to.equal(MONEY - 100_000n);
  });

  for (const { missing, user, reason } of [
    { missing: "margin", user: bob, reason: Reason.MarginMissing },
    { missing: "fee", user: alice, reason: Reason.FeeMissing },
  ]) {
    it(`is void when the ${missing} is not there: its energy goes back, and it is not counted`, () => {
      const { market, state } = referenceOf("improved");
      market.play(by(alice), "declare", offer);
      market.play(by(user), "withdraw", MONEY - 99_999n, user.address);
      const agreement = agreementId(agreementOf(offer, 1_000_000n));
      const answer = market.play(by(bob), "accept", offer, 1_000_000n);
      expect(answer).to.have.property("events").with.length(2);
      expect(agreementStateOf(state, agreement)).to.include({ status: AgreementStatus.Void, reason });
      expect(offerStateOf(state, id)).to.deep.equal({
        status: OfferStatus.Open,
        remainingWh: 1_000_000n,
        fills: 1n,
        bySignature: false,
      });
      expect(accountOf(state, bob.address).usedTrades).to.equal(0n);
    });
  }

  it("awaits verification from the trade on that would exceed N, or M, for either party", () => {
    const { market, state } = referenceOf("improved");
    market.play(by(alice), "declare", offer);
    expect(coefficientOf(state, bob.address, 3_000_000n)).to.equal(0n);
    expect(coefficientOf(state, bob.address, 3_000_001n)).to.equal(WAD);
    for (const fill of [0n, 1n, 2n]) market.play(by(bob), "accept", offer, 1n + fill);
    const statuses = [0n, 1n, 2n].map(
      (fill) => agreementStateOf(state, agreementId(agreementOf(offer, 1n + fill, fill))).status,
    );
    const { Signed, AwaitingVerification } = AgreementStatus;
    expect(statuses).to.deep.equal([Signed, Signed, AwaitingVerification]);
  });

  it("may await until the window ends, or delivery begins", () => {
    for (const [deliveryStart, deadline] of [
      [NOW + 2000n, NOW + 1000n],
      [NOW + 500n, NOW + 500n],
    ] as const) {
      const { market, state } = referenceOf("traditional");
      const terms = offerOf({ deliveryStart, expiry: NOW + 500n });
      market.play(by(alice), "declare", terms);
      market.play(by(bob), "accept", terms, 1n);
      expect(agreementStateOf(state, agreementId(agreementOf(terms, 1n))).deadline).to.equal(deadline);
    }
  });
});
