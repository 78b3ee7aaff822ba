import { expect } from "chai";

import { beyondCaps, type PartyFacts, quorum, reviewAgreement, type ReviewFacts } from "../../src/model/review.js";
import { type Agreement, AgreementStatus, Reason, Side } from "../../src/model/terms.js";

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
const party: PartyFacts = { registered: true, openDebts: 0n, signature: "own" };
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
      const verdict = reviewAgreement(agreement, { ...facts, [side]: { ...party, signature: "foreign" } });
      expect(verdict).to.deep.equal(refusal(Reason.KeyRefused));
    });

    it(`waits for the ${side}'s signature, whatever else is wrong`, () => {
      for (const others of [{}, { openDebts: 1n }]) {
        const known = { ...facts, [side]: { ...party, ...others, signature: "missing" } };
        expect(reviewAgreement(agreement, known)).to.deep.equal({ kind: "wait" });
      }
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
      { ...agreement, offer: { ...offer, expiry: 101n } },
      { ...agreement, accepter: offer.declarer },
      { ...agreement, meter: "0x00" },
    ];
    for (const fault of faults) {
      expect(reviewAgreement(fault, facts)).to.deep.equal(refusal(Reason.CommitteeRefused));
    }
  });
});

describe("the caps that a user is beyond", () => {
  const usage = { trades: 8n, energyWh: 4n, capTrades: 9n, capEnergyWh: 10n };

  it("are none up to both caps, the trade included", () => {
    expect(beyondCaps(usage, 6n)).to.deep.equal([]);
  });

  it("are told by name", () => {
    expect(beyondCaps(usage, 7n)).to.deep.equal(["energy"]);
    expect(beyondCaps({ ...usage, trades: 9n }, 6n)).to.deep.equal(["trades"]);
    expect(beyondCaps({ ...usage, trades: 9n }, 7n)).to.deep.equal(["trades", "energy"]);
    expect(beyondCaps({ ...usage, trades: 0n, capTrades: 0n }, 0n)).to.deep.equal(["trades"]);
  });
});

describe("quorum", () => {
  it("is the fewest that are more than two thirds", () => {
    for (let n = 1; n <= 100; n++) {
      expect(3 * quorum(n), `${n}`).to.be.greaterThan(2 * n);
      expect(3 * (quorum(n) - 1), `${n}`).to.be.at.most(2 * n);
    }
  });
});
