import { expect } from "chai";

import { agreementIdOf, offerIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, Reason, Side, type Agreement } from "../../../src/model/terms.js";
import {
  acceptedAgreement,
  awaitingAgreement,
  declaredOffer,
  ENERGY_WH,
  FEE,
  MARGIN,
  MARGIN_PER_MWH,
  RUINOUS_PRICE_PER_MWH,
  settle,
  signedAgreement,
  verifyFully,
} from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import type { Event } from "../../support/events.js";
import { START_BALANCE } from "../../support/market.js";
import type { Scene } from "../../support/scene.js";
import { expectWrongStatus } from "../behaviour/expectations.js";

/** At this price {@link ENERGY_WH} costs one base unit more than a user has. */
const LACKING_PER_MWH = ((START_BALANCE + 1n) * 1_000_000n) / ENERGY_WH + 1n;

/** Both coefficients are valid: acceptance signs at once. */
export function fastLane(open: () => Promise<Scene<"improved">>): void {
  describe("the fast lane", () => {
    for (const side of [Side.Sell, Side.Buy])
      it(`signs at once: takes margin and fee, counts the trade for both (offer to ${side === Side.Buy ? "buy" : "sell"})`, async () => {
        const scene = await open();
        const { agreement, accepted } = await acceptable(scene, side);
        expect(await effectOf(scene, accepted, { agreement })).to.deep.equal({
          events: [acceptedEvent(agreement, AgreementStatus.Signed)],
          changes: {
            "buyer.free": -MARGIN,
            "buyer.usedTrades": 1n,
            "buyer.usedEnergyWh": ENERGY_WH,
            "seller.free": -FEE,
            "seller.usedTrades": 1n,
            "seller.usedEnergyWh": ENERGY_WH,
            "market.fees": FEE,
            "offer.remainingWh": -ENERGY_WH,
            "offer.fills": 1n,
            "agreement.status": AgreementStatus.Signed,
          },
        });
      });

    for (const [what, reason, margin, fee] of [
      ["margin", Reason.MarginMissing, LACKING_PER_MWH, 0n],
      ["fee", Reason.FeeMissing, 0n, LACKING_PER_MWH],
    ] as const)
      it(`voids at once if the ${what} lacks one base unit: on record, not counted, its energy back in the offer`, async () => {
        const scene = await open();
        await scene.market.setFee(fee);
        const { agreement, accepted } = await acceptable(scene, Side.Sell, margin);
        expect(await effectOf(scene, accepted, { agreement })).to.deep.equal({
          events: [acceptedEvent(agreement, AgreementStatus.Void), ["Voided", agreementIdOf(agreement), reason]],
          changes: { "offer.fills": 1n, "agreement.status": AgreementStatus.Void, "agreement.reason": reason },
        });
        await expectWrongStatus(scene, verifyFully(scene, agreement), agreement, AgreementStatus.Void);
      });

    it("signs with the last base unit of margin and fee", async () => {
      const scene = await open();
      await scene.market.setFee(START_BALANCE);
      const { status } = await acceptedAgreement(scene, { marginPerMWh: START_BALANCE }, 1_000_000n);
      expect(status).to.equal(AgreementStatus.Signed);
    });

    for (const unreliable of ["buyer", "seller"] as const)
      it(`is closed if only the ${unreliable} has reached a cap: nothing moves but the offer's energy`, async () => {
        const scene = await open();
        const { market, chain } = scene;
        await market.setCaps(scene[unreliable].address, 20, ENERGY_WH - 1n);
        const { agreement, accepted } = await acceptable(scene, Side.Sell);
        const { events, changes } = await effectOf(scene, accepted, { agreement });
        expect(events).to.deep.equal([acceptedEvent(agreement, AgreementStatus.AwaitingVerification)]);
        const { deadline } = await market.agreementState(agreementIdOf(agreement));
        expect(deadline).to.be.greaterThan(BigInt(await chain.time.latest()));
        expect(changes).to.deep.equal({
          "offer.remainingWh": -ENERGY_WH,
          "offer.fills": 1n,
          "agreement.status": AgreementStatus.AwaitingVerification,
          "agreement.deadline": deadline,
        });
      });

    it("allows exactly N trades, then requires verification, which resets the usage of both parties", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      await market.setCaps(buyer.address, 2, 10n * ENERGY_WH);
      const lanes = async (count: number) => {
        const statuses: bigint[] = [];
        for (let i = 0; i < count; i++) statuses.push((await acceptedAgreement(scene)).status);
        return statuses;
      };
      const { Signed, AwaitingVerification } = AgreementStatus;
      expect(await lanes(2)).to.deep.equal([Signed, Signed]);
      const { agreement, status } = await acceptedAgreement(scene);
      expect(status).to.equal(AwaitingVerification);
      const { changes } = await effectOf(scene, () => verifyFully(scene, agreement), { agreement });
      expect(changes).to.deep.equal({
        "buyer.free": -MARGIN,
        "buyer.usedTrades": -2n,
        "buyer.usedEnergyWh": -2n * ENERGY_WH,
        "seller.free": -FEE,
        "seller.usedTrades": -2n,
        "seller.usedEnergyWh": -2n * ENERGY_WH,
        "market.fees": FEE,
        "agreement.status": Signed - AwaitingVerification,
      });
      expect(await lanes(3)).to.deep.equal([Signed, Signed, AwaitingVerification]);
    });

    it("is closed with a cap of zero", async () => {
      const scene = await open();
      await scene.market.setCaps(scene.seller.address, 0, 10n * ENERGY_WH);
      expect((await acceptedAgreement(scene)).status).to.equal(AgreementStatus.AwaitingVerification);
    });

    it("is open to many trades at a time, and free money can be withdrawn meanwhile", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      await signedAgreement(scene);
      await signedAgreement(scene);
      const { free } = await market.accountOf(buyer.address);
      expect(free).to.equal(START_BALANCE - 2n * MARGIN);
      const { changes } = await effectOf(scene, () => market.connect(buyer).withdraw(free, buyer.address));
      expect(changes).to.include({ "buyer.free": -free, "buyer.tokens": free });
    });
  });

  describe("verification of an agreement", () => {
    it("resets usage even if the agreement turns out void", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      await signedAgreement(scene);
      const agreement = await awaitingAgreement(scene);
      await market.connect(buyer).withdraw((await market.accountOf(buyer.address)).free, buyer.address);
      const { events, changes } = await effectOf(scene, () => verifyFully(scene, agreement), { agreement });
      expect(events).to.deep.equal([["Voided", agreementIdOf(agreement), Reason.MarginMissing]]);
      expect(changes).to.include({ "buyer.usedTrades": -1n, "seller.usedEnergyWh": -ENERGY_WH });
    });

    it("leaves usage unchanged if it fails", async () => {
      const scene = await open();
      const { market, seller } = scene;
      await signedAgreement(scene);
      const agreement = await awaitingAgreement(scene);
      const { changes } = await effectOf(scene, () => market.connect(seller).decline(agreement));
      expect(changes).to.deep.equal({});
    });

    it("voids an agreement if its buyer has run into debt since acceptance", async () => {
      const scene = await open();
      const purchase = await signedAgreement(scene, { pricePerMWh: RUINOUS_PRICE_PER_MWH });
      await scene.chain.time.increaseTo(purchase.offer.deliveryStart);
      const agreement = await awaitingAgreement(scene);
      await scene.chain.time.setNextBlockTimestamp(purchase.offer.deliveryEnd);
      await settle(scene, purchase, ENERGY_WH);
      const { events } = await effectOf(scene, () => verifyFully(scene, agreement));
      expect(events).to.deep.equal([["Voided", agreementIdOf(agreement), Reason.DebtUnpaid]]);
    });
  });
}

/** An open offer, its acceptance, and the resulting agreement. */
async function acceptable(scene: Scene<"improved">, side: Side, marginPerMWh = MARGIN_PER_MWH) {
  const { market, buyer, seller } = scene;
  const offer = await declaredOffer(scene, { side, marginPerMWh });
  const accepter = side === Side.Buy ? seller : buyer;
  const meter = await market.meterOf(buyer.address);
  const agreement: Agreement = { offer, accepter: accepter.address, energyWh: ENERGY_WH, fillIndex: 0n, meter };
  return { agreement, accepted: () => market.connect(accepter).accept(offer, ENERGY_WH) };
}

function acceptedEvent(agreement: Agreement, status: bigint): Event {
  const { offer, accepter, energyWh, fillIndex, meter } = agreement;
  return ["Accepted", agreementIdOf(agreement), offerIdOf(offer), accepter, energyWh, fillIndex, meter, status];
}
