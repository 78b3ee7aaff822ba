import { expect } from "chai";

import { debtOf } from "../../../src/model/market/settling.js";
import { accountOf } from "../../../src/model/market/state.js";
import { AgreementStatus, Outcome } from "../../../src/model/terms.js";
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
  offerOf,
  referenceOf,
  signed,
} from "../../support/reference.js";

describe("Settlement in the reference", () => {
  const agreement = agreementOf(offerOf(), 1_000_000n);
  const id = agreementId(agreement);
  const delivered = NOW + 3000n;
  const reading = (energyWh: bigint, signer = meter) => signed(signer, { kind: "reading", agreementId: id, energyWh });

  function signedAgreement() {
    const reference = referenceOf("improved");
    const { market } = reference;
    market.play(by(alice), "declare", offerOf());
    market.play(by(bob), "accept", offerOf(), 1_000_000n);
    const settle = (energyWh: bigint) =>
      market.play(by(carol, delivered), "settle", agreement, energyWh, reading(energyWh));
    return { ...reference, settle };
  }

  describe("settle", () => {
    it("refuses before delivery has ended, another meter's reading, another energy, a second time", () => {
      const { market, settle } = signedAgreement();
      const early = market.play(by(carol, delivered - 1n), "settle", agreement, 1n, reading(1n));
      expectReverted(early, "DeliveryNotEnded", delivered);
      const foreign = market.play(by(carol, delivered), "settle", agreement, 1n, reading(1n, bob));
      expectReverted(foreign, "WrongMeter", bob.address, meter.address);
      expect(market.play(by(carol, delivered), "settle", agreement, 2n, reading(1n))).to.have.property("reverted");
      settle(1_000_000n);
      expectReverted(settle(1_000_000n), "WrongStatus", id, AgreementStatus.Settled);
    });

    it("pays from the margin, then from the free balance; what is left of the margin is free again", () => {
      const { state, settle } = signedAgreement();
      // 1 MWh at 8,000,000; the margin was 2,000,000, the fee 100,000.
      expectEvents(settle(1_000_000n), ["Settled", id, Outcome.InBand, 1_000_000n, 8_000_000n, 0n]);
      expect(accountOf(state, bob.address).free).to.equal(MONEY - 8_000_000n);
      expect(accountOf(state, alice.address).free).to.equal(MONEY - 100_000n + 8_000_000n);
      expect(state.held).to.equal(2n * MONEY);
    });

    it("pays by the clauses above and below the band", () => {
      // 1.1 MWh at 8,000,000 and 0.1 at 9,000,000; 0.1 missing at 1,000,000 and 0.8 at 8,000,000.
      const { settle } = signedAgreement();
      expectEvents(settle(1_200_000n), ["Settled", id, Outcome.Excess, 1_200_000n, 9_700_000n, 0n]);
      const { settle: settleLess } = signedAgreement();
      expectEvents(settleLess(800_000n), ["Settled", id, Outcome.Shortfall, 800_000n, 6_500_000n, 0n]);
    });

    it("leaves a debt where the money ends, and suspends the debtor", () => {
      const { market, state, settle } = signedAgreement();
      // 1.1 MWh at 8,000,000 and 0.9 at 9,000,000 is 16,900,000; Bob has 10,000,000.
      expectEvents(settle(2_000_000n), ["Settled", id, Outcome.Excess, 2_000_000n, 10_000_000n, 6_900_000n]);
      expect(debtOf(state, id)).to.equal(6_900_000n);
      const offer = offerOf({ declarer: bob.address, expiry: delivered + 1n, deliveryStart: delivered + 1n });
      const late = { ...offer, deliveryEnd: delivered + 2n };
      expectReverted(market.play(by(bob, delivered), "declare", late), "Suspended", bob.address, 1n);
    });
  });

  describe("settleUnmetered", () => {
    it("is a party's, once no reading came within the window", () => {
      const { market } = signedAgreement();
      const windowEnd = delivered + 5000n;
      const settle = (sender: typeof bob, now: bigint) => market.play(by(sender, now), "settleUnmetered", agreement);
      expectReverted(settle(carol, windowEnd), "NotParty", carol.address);
      expectReverted(settle(alice, windowEnd - 1n), "ReadingWindowOpen", windowEnd);
      expectEvents(settle(alice, windowEnd), ["Settled", id, Outcome.Unmetered, 1_000_000n, 8_000_000n, 0n]);
    });
  });

  describe("payDebt", () => {
    it("refuses where nothing is owed, and where there is nothing to pay with", () => {
      const { market, settle } = signedAgreement();
      expectReverted(market.play(by(bob), "payDebt", agreement), "NoDebt", id);
      settle(2_000_000n);
      expectReverted(market.play(by(bob), "payDebt", agreement), "BalanceTooLow", bob.address, 0n, 6_900_000n);
    });

    it("pays what there is, and ends the suspension with the last of it", () => {
      const { market, state, settle } = signedAgreement();
      settle(2_000_000n);
      market.play(by(bob), "deposit", bob.address, 900_000n);
      expectEvents(market.play(by(carol), "payDebt", agreement), ["DebtPaid", id, 900_000n, 6_000_000n]);
      expect(accountOf(state, bob.address)).to.include({ free: 0n, openDebts: 1n });
      market.play(by(bob), "deposit", bob.address, 6_000_001n);
      expectEvents(market.play(by(carol), "payDebt", agreement), ["DebtPaid", id, 6_000_000n, 0n]);
      expect(accountOf(state, bob.address)).to.include({ free: 1n, openDebts: 0n });
      expect(accountOf(state, alice.address).free).to.equal(MONEY - 100_000n + 16_900_000n);
    });
  });
});
