import { expect } from "chai";

import { agreementIdOf, offerIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, OfferStatus } from "../../../src/model/terms.js";
import { declaredOffer, ENERGY_WH, settle, signedOffer, verifyFully } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { acceptSigned } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

export function cancellingSigned(open: () => Promise<Scene>): void {
  describe("cancelSigned", () => {
    it("reverts when cancelled twice, in either way", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const unseen = (await signedOffer(scene)).offer;
      await market.connect(seller).cancelSigned(unseen);
      const declared = await declaredOffer(scene);
      await market.connect(seller).cancel(declared);
      for (const offer of [unseen, declared])
        for (const again of [market.connect(seller).cancelSigned(offer), market.connect(seller).cancel(offer)])
          await expectRevert(again, market, "OfferNotOpen", offerIdOf(offer), OfferStatus.Cancelled);
    });

    it("closes an offer that is not yet open: no signature opens it, and it cannot be declared", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      const { offer, signature } = await signedOffer(scene);
      const cancelled = () => market.connect(seller).cancelSigned(offer);
      expect(await effectOf(scene, cancelled, { offer })).to.deep.equal({
        events: [["Cancelled", offerIdOf(offer), offer.energyWh]],
        changes: { "offer.status": OfferStatus.Cancelled },
      });
      for (const accepted of [
        market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH),
        market.connect(buyer).accept(offer, ENERGY_WH),
      ])
        await expectRevert(accepted, market, "OfferNotOpen", offerIdOf(offer), OfferStatus.Cancelled);
      await expectRevert(market.connect(seller).declare(offer), market, "OfferExists", offerIdOf(offer));
    });

    it("closes only that offer", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      const { offer } = await signedOffer(scene);
      const other = await signedOffer(scene, { number: offer.number + 1n });
      await market.connect(seller).cancelSigned(offer);
      await market.connect(buyer).acceptSigned(other.offer, other.signature, ENERGY_WH);
    });

    it("closes an open offer, signed or declared, and emits its remaining energy", async () => {
      const scene = await open();
      const { market, bystander, seller } = scene;
      const signed = await signedOffer(scene);
      await market.connect(bystander).acceptSigned(signed.offer, signed.signature, ENERGY_WH);
      for (const [offer, left] of [
        [signed.offer, signed.offer.energyWh - ENERGY_WH],
        [await declaredOffer(scene), signed.offer.energyWh],
      ] as const) {
        const cancelled = () => market.connect(seller).cancelSigned(offer);
        expect(await effectOf(scene, cancelled, { offer })).to.deep.equal({
          events: [["Cancelled", offerIdOf(offer), left]],
          changes: { "offer.status": OfferStatus.Cancelled - OfferStatus.Open },
        });
      }
      const accepted = market.connect(scene.buyer).acceptSigned(signed.offer, signed.signature, 1n);
      await expectRevert(accepted, market, "OfferNotOpen", offerIdOf(signed.offer), OfferStatus.Cancelled);
    });

    it("needs no registration", async () => {
      const scene = await open();
      const { market, stranger } = scene;
      const { offer } = await signedOffer({ ...scene, seller: stranger });
      await market.connect(stranger).cancelSigned(offer);
      expect((await market.offerState(offerIdOf(offer))).status).to.equal(OfferStatus.Cancelled);
    });
  });

  describe("cancelUpTo", () => {
    it("reverts for a number that is already cancelled", async () => {
      const { market, seller } = await open();
      await market.connect(seller).cancelUpTo(5n);
      for (const number of [5n, 4n, 0n])
        await expectRevert(market.connect(seller).cancelUpTo(number), market, "NumberCancelled", number, 6n);
      await market.connect(seller).cancelUpTo(6n);
    });

    it("closes all of the caller's signed offers up to the number, and none above it", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      const offers = [];
      for (const number of [0n, 6n, 7n, 8n]) offers.push(await signedOffer(scene, { number }));
      expect(await effectOf(scene, () => market.connect(seller).cancelUpTo(7n))).to.deep.equal({
        events: [["CancelledUpTo", seller.address, 7n]],
        changes: { "seller.lowestNumber": 8n },
      });
      for (const { offer, signature } of offers) {
        const accepted = market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
        if (offer.number > 7n) await accepted;
        else await expectRevert(accepted, market, "NumberCancelled", offer.number, 8n);
      }
    });

    it("closes those already open too, for every accepter and every way to accept", async () => {
      const scene = await open();
      const { market, bystander, others, seller } = scene;
      const { offer, signature } = await signedOffer(scene, { number: 7n });
      await market.connect(bystander).acceptSigned(offer, signature, ENERGY_WH);
      await market.connect(seller).cancelUpTo(7n);
      for (const accepted of [
        market.connect(others[1]).acceptSigned(offer, signature, 1n),
        market.connect(others[1]).accept(offer, 1n),
      ])
        await expectRevert(accepted, market, "NumberCancelled", 7n, 8n);
      await expectRevert(market.connect(seller).declare(offer), market, "OfferExists", offerIdOf(offer));
    });

    it("leaves declared offers open, and those declared later, with any number", async () => {
      const scene = await open();
      const { market, bystander, others, seller } = scene;
      const declared = await declaredOffer(scene, { number: 7n });
      await market.connect(seller).cancelUpTo(7n);
      await market.connect(bystander).accept(declared, ENERGY_WH);
      const { offer, signature } = await signedOffer(scene, { number: 6n });
      await market.connect(seller).declare(offer);
      await market.connect(others[1]).acceptSigned(offer, signature, ENERGY_WH);
    });

    it("does not affect offers of others", async () => {
      const scene = await open();
      const { market, buyer, bystander } = scene;
      const { offer, signature } = await signedOffer(scene, { number: 7n });
      await market.connect(bystander).cancelUpTo(7n);
      await market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
    });

    it("leaves earlier agreements: they are verified and settled", async () => {
      const scene = await open();
      const { market, seller, chain } = scene;
      if (scene.kind === "improved") await market.setCaps(scene.buyer.address, 0, 0);
      const { agreement } = await acceptSigned(market, scene.buyer, await signedOffer(scene), ENERGY_WH);
      await market.connect(seller).cancelUpTo(agreement.offer.number);
      await verifyFully(scene, agreement);
      await chain.time.setNextBlockTimestamp(agreement.offer.deliveryEnd);
      await settle(scene, agreement, ENERGY_WH);
      expect((await market.agreementState(agreementIdOf(agreement))).status).to.equal(AgreementStatus.Settled);
    });

    it("is not undone by energy that goes back to the offer", async () => {
      const scene = await open();
      const { market, seller, bystander } = scene;
      if (scene.kind === "improved") await market.setCaps(scene.buyer.address, 0, 0);
      const { agreement } = await acceptSigned(
        market,
        scene.buyer,
        await signedOffer(scene, { number: 7n }),
        ENERGY_WH,
      );
      await market.connect(seller).cancelUpTo(7n);
      await market.connect(seller).decline(agreement);
      const accepted = market.connect(bystander).accept(agreement.offer, 1n);
      await expectRevert(accepted, market, "NumberCancelled", 7n, 8n);
    });

    it("closes all possible offers with the highest number", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      const number = 2n ** 64n - 1n;
      const { offer, signature } = await signedOffer(scene, { number });
      await market.connect(seller).cancelUpTo(number);
      const accepted = market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
      await expectRevert(accepted, market, "NumberCancelled", number, number + 1n);
      await expectRevert(market.connect(seller).cancelUpTo(number), market, "NumberCancelled", number, number + 1n);
    });
  });
}
