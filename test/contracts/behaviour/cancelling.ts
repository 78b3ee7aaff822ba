import { expect } from "chai";

import { agreementIdOf, offerIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, OfferStatus } from "../../../src/model/terms.js";
import {
  awaitingAgreement,
  declaredOffer,
  ENERGY_WH,
  offerBy,
  settle,
  signedAgreement,
} from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

export function cancelling(open: () => Promise<Scene>): void {
  describe("cancel", () => {
    it("reverts for an offer that nobody declared, and one that differs from it in a term", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const offer = await offerBy(scene);
      const cancel = (asked: typeof offer) => market.connect(seller).cancel(asked);
      await expectRevert(cancel(offer), market, "OfferNotOpen", offerIdOf(offer), OfferStatus.None);
      await market.connect(seller).declare(offer);
      const altered = { ...offer, pricePerMWh: offer.pricePerMWh + 1n };
      await expectRevert(cancel(altered), market, "OfferNotOpen", offerIdOf(altered), OfferStatus.None);
    });

    it("reverts when cancelled twice", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const offer = await declaredOffer(scene);
      await market.connect(seller).cancel(offer);
      const again = market.connect(seller).cancel(offer);
      await expectRevert(again, market, "OfferNotOpen", offerIdOf(offer), OfferStatus.Cancelled);
    });

    it("closes an offer and emits its remaining energy", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const { offer } = await signedAgreement(scene);
      expect(await effectOf(scene, () => market.connect(seller).cancel(offer), { offer })).to.deep.equal({
        events: [["Cancelled", offerIdOf(offer), offer.energyWh - ENERGY_WH]],
        changes: { "offer.status": OfferStatus.Cancelled - OfferStatus.Open },
      });
    });

    it("closes an expired offer too", async () => {
      const scene = await open();
      const { market, seller, chain } = scene;
      const offer = await declaredOffer(scene);
      await chain.time.setNextBlockTimestamp(offer.expiry);
      await market.connect(seller).cancel(offer);
      expect((await market.offerState(offerIdOf(offer))).status).to.equal(OfferStatus.Cancelled);
    });

    it("keeps earlier agreements", async () => {
      const scene = await open();
      const { market, seller, chain } = scene;
      const agreement = await signedAgreement(scene);
      await market.connect(seller).cancel(agreement.offer);
      await chain.time.setNextBlockTimestamp(agreement.offer.deliveryEnd);
      await settle(scene, agreement, ENERGY_WH);
      expect((await market.agreementState(agreementIdOf(agreement))).status).to.equal(AgreementStatus.Settled);
    });

    it("is not undone by energy that goes back to the offer", async () => {
      const scene = await open();
      const { market, seller, bystander } = scene;
      const agreement = await awaitingAgreement(scene);
      const { offer } = agreement;
      await market.connect(seller).cancel(offer);
      await market.connect(seller).decline(agreement);
      const accepted = market.connect(bystander).accept(offer, 1n);
      await expectRevert(accepted, market, "OfferNotOpen", offerIdOf(offer), OfferStatus.Cancelled);
    });
  });
}
