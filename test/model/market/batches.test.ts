import { expect } from "chai";

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
  offerId,
  offerOf,
  operator,
  referenceOf,
  signed,
} from "../../support/reference.js";

describe("Batches in the reference", () => {
  const offer = offerOf();
  const id = offerId(offer);
  const accepted = (energyWh: bigint, fill: bigint) =>
    [
      "Accepted",
      agreementId(agreementOf(offer, energyWh, fill)),
      ...[id, bob.address, energyWh, fill, meter.address, AgreementStatus.Signed],
    ] as const;

  it("accept what they can, and report each revert with the item's index", () => {
    const { market } = referenceOf("improved");
    market.play(by(alice), "declare", offer);
    const items = [0n, 600_000n, 600_000n, 400_000n].map((energyWh) => ({ offer, energyWh }));
    const refused = (index: bigint, name: string, ...args: unknown[]) =>
      ["AcceptanceRefused", id, bob.address, index, { name, args }] as const;
    expectEvents(
      market.play(by(bob), "acceptMany", items),
      refused(0n, "ZeroEnergy"),
      accepted(600_000n, 0n),
      refused(2n, "EnergyAboveRemaining", 600_000n, 400_000n),
      accepted(400_000n, 1n),
    );
  });

  it("begin signed offers, and keep to the caller", () => {
    const { market } = referenceOf("improved");
    const item = { offer, signature: signed(alice, { kind: "offer", offer }), energyWh: 1n };
    const error = { name: "NotRegistered", args: [carol.address] };
    const byCarol = market.play(by(carol), "acceptSignedMany", [item]);
    expectEvents(byCarol, ["AcceptanceRefused", id, carol.address, 0n, error]);
    expectEvents(
      market.play(by(bob), "acceptSignedMany", [item]),
      ["Declared", id, alice.address, offer],
      ["BegunBySignature", id],
      accepted(1n, 0n),
    );
  });

  it("are stopped whole by a pause, the settling ones never", () => {
    const { market } = referenceOf("improved");
    market.play(by(operator), "pause");
    expectReverted(market.play(by(bob), "acceptMany", []), "EnforcedPause");
    expectReverted(market.play(by(bob), "acceptSignedMany", []), "EnforcedPause");
    expectEvents(market.play(by(bob), "settleMany", []));
  });

  it("settle once what comes twice", () => {
    const { market, state } = referenceOf("improved");
    market.play(by(alice), "declare", offer);
    market.play(by(bob), "accept", offer, 500_000n);
    const agreement = agreementOf(offer, 500_000n);
    const reading = { kind: "reading", agreementId: agreementId(agreement), energyWh: 500_000n } as const;
    const item = { agreement, energyWh: 500_000n, meterSignature: signed(meter, reading) };
    const again = { name: "WrongStatus", args: [agreementId(agreement), AgreementStatus.Settled] };
    expectEvents(
      market.play(by(carol, NOW + 3000n), "settleMany", [item, item]),
      // Half a MWh at 8,000,000 a MWh.
      ["Settled", agreementId(agreement), Outcome.InBand, 500_000n, 4_000_000n, 0n],
      ["SettlementRefused", agreementId(agreement), 1n, again],
    );
    expect(accountOf(state, bob.address).free).to.equal(MONEY - 4_000_000n);
  });
});
