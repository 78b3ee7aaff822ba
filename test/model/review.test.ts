import { expect } from "chai";

import { reviewAgreement, type ReviewFacts } from "../../scripts/model/review.js";
import { AgreementStatus, Reason, Side, type Agreement } from "../../scripts/model/terms.js";

const agreement: Agreement = {
  offer: {
    declarer: "0x01",
    side: Side.Sell,
    energyWh: 10n,
    pricePerMWh: 5n,
    excessPricePerMWh: 6n,
    damagesPricePerMWh: 1n,
    marginPerMWh: 1n,
    feePerMWh: 1n,
    deliveryStart: 100n,
    deliveryEnd: 200n,
    expiry: 100n,
    number: 0n,
  },
  accepter: "0x02",
  energyWh: 10n,
  fillIndex: 0n,
  meter: "0x03",
};
const party = { registered: true, openDebts: 0n, signatureValid: true };
const facts: ReviewFacts = {
  status: AgreementStatus.AwaitingVerification,
  deadline: 100n,
  now: 100n,
  buyer: party,
  seller: party,
};
const refusal = (reason: bigint) => ({ kind: "refuse", reason });

describe("an authority's review", () => {
  it("approves what can be executed, to the last second", () => {
    expect(reviewAgreement(agreement, facts)).to.deep.equal({ kind: "approve" });
  });

  it("passes over what is decided or too late", () => {
    expect(reviewAgreement(agreement, { ...facts, status: AgreementStatus.Signed })).to.deep.equal({ kind: "pass" });
    expect(reviewAgreement(agreement, { ...facts, now: 101n })).to.deep.equal({ kind: "pass" });
  });

  for (const side of ["buyer", "seller"] as const) {
    it(`refuses the key when the ${side}'s signature is not its own`, () => {
      const verdict = reviewAgreement(agreement, { ...facts, [side]: { ...party, signatureValid: false } });
      expect(verdict).to.deep.equal(refusal(Reason.KeyRefused));
    });

    it(`refuses a ${side} who is not registered or has debts`, () => {
      for (const fault of [{ registered: false }, { openDebts: 1n }]) {
        const verdict = reviewAgreement(agreement, { ...facts, [side]: { ...party, ...fault } });
        expect(verdict).to.deep.equal(refusal(Reason.CommitteeRefused));
      }
    });
  }

  it("refuses terms that cannot be executed", () => {
    const { offer } = agreement;
    const faults: Agreement[] = [
      { ...agreement, energyWh: 0n },
      { ...agreement, energyWh: 11n },
      { ...agreement, offer: { ...offer, damagesPricePerMWh: 6n } },
      { ...agreement, offer: { ...offer, deliveryEnd: 100n } },
    ];
    for (const fault of faults) {
      expect(reviewAgreement(fault, facts)).to.deep.equal(refusal(Reason.CommitteeRefused));
    }
  });
});
