import { expect } from "chai";

import { offerIdOf } from "../../../src/market/typed-data.js";
import { OfferStatus, Side, type Offer } from "../../../src/model/terms.js";
import { declaredOffer, indebtedAgreement, offerBy, PRICE_PER_MWH } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { START_BALANCE } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

export function declaring(open: () => Promise<Scene>): void {
  describe("declare", () => {
    it("reverts for an offer in another's name", async () => {
      const scene = await open();
      const { market, seller, bystander } = scene;
      const declared = market.connect(bystander).declare(await offerBy(scene));
      await expectRevert(declared, market, "NotDeclarer", bystander.address, seller.address);
    });

    it("reverts for no energy", async () => {
      const { declared, market } = await declarationOf(await open(), { energyWh: 0n });
      await expectRevert(declared, market, "ZeroEnergy");
    });

    for (const [what, shift] of [
      ["an expiry after delivery has begun", { expiry: 1n, deliveryStart: 0n, deliveryEnd: 1n }],
      ["a delivery without duration", { expiry: 0n, deliveryStart: 0n, deliveryEnd: 0n }],
      ["a delivery that ends before it begins", { expiry: -2n, deliveryStart: 0n, deliveryEnd: -1n }],
    ] as const)
      it(`reverts for ${what}`, async () => {
        const scene = await open();
        const start = BigInt(await scene.chain.time.latest()) + 1000n;
        const [expiry, deliveryStart, deliveryEnd] = [
          start + shift.expiry,
          start + shift.deliveryStart,
          start + shift.deliveryEnd,
        ];
        const { declared, market } = await declarationOf(scene, { expiry, deliveryStart, deliveryEnd });
        await expectRevert(declared, market, "InvalidPeriod", expiry, deliveryStart, deliveryEnd);
      });

    it("reverts for damages above the price", async () => {
      const damages = PRICE_PER_MWH + 1n;
      const { declared, market } = await declarationOf(await open(), { damagesPricePerMWh: damages });
      await expectRevert(declared, market, "DamagesAbovePrice", damages, PRICE_PER_MWH);
    });

    for (const difference of [-1n, 1n])
      it(`reverts for a fee that differs from the market's by ${difference.toString()}`, async () => {
        const scene = await open();
        const fee = await scene.market.feePerMWh();
        const { declared, market } = await declarationOf(scene, { feePerMWh: fee + difference });
        await expectRevert(declared, market, "WrongFee", fee + difference, fee);
      });

    it("reverts at the second of expiry, and not a second before", async () => {
      const scene = await open();
      const { market, seller, chain } = scene;
      const offer = await offerBy(scene);
      const later = await offerBy(scene, { expiry: offer.expiry - 1n });
      await chain.time.setNextBlockTimestamp(offer.expiry - 1n);
      await expectRevert(market.connect(seller).declare(later), market, "OfferExpired", offerIdOf(later), later.expiry);
      await chain.time.setNextBlockTimestamp(offer.expiry - 1n);
      await market.connect(seller).declare(offer);
      expect((await market.offerState(offerIdOf(offer))).status).to.equal(OfferStatus.Open);
    });

    it("reverts for the same offer twice, also after its cancellation; another number makes another offer", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const offer = await declaredOffer(scene);
      const again = () => market.connect(seller).declare(offer);
      await expectRevert(again(), market, "OfferExists", offerIdOf(offer));
      await market.connect(seller).cancel(offer);
      await expectRevert(again(), market, "OfferExists", offerIdOf(offer));
      await market.connect(seller).declare({ ...offer, number: offer.number + 1n });
    });

    it("reverts for a debtor", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      await indebtedAgreement(scene);
      const offer = await offerBy(scene, { side: Side.Buy });
      await expectRevert(market.connect(buyer).declare(offer), market, "Suspended", buyer.address, 1n);
    });

    it("reverts for a side that is neither Buy nor Sell", async () => {
      const { declared, chain } = await declarationOf(await open(), { side: 2n as Side });
      await expect(declared).to.be.revertedWithoutReason(chain.ethers);
    });

    for (const side of [Side.Buy, Side.Sell])
      it(`opens an offer to ${side === Side.Buy ? "buy" : "sell"} and moves no money`, async () => {
        const scene = await open();
        const { market } = scene;
        const declarer = side === Side.Buy ? scene.buyer : scene.seller;
        const offer = await offerBy(scene, { side });
        expect(await effectOf(scene, () => market.connect(declarer).declare(offer), { offer })).to.deep.equal({
          events: [["Declared", offerIdOf(offer), declarer.address, Object.values(offer)]],
          changes: { "offer.status": OfferStatus.Open, "offer.remainingWh": offer.energyWh },
        });
      });

    it("accepts extremes: damages at the price, prices of zero, a margin above all money", async () => {
      const scene = await open();
      await declaredOffer(scene, { damagesPricePerMWh: PRICE_PER_MWH });
      await declaredOffer(scene, { pricePerMWh: 0n, excessPricePerMWh: 0n, damagesPricePerMWh: 0n, marginPerMWh: 0n });
      await declaredOffer(scene, { marginPerMWh: START_BALANCE * 1_000_000n });
    });
  });
}

async function declarationOf(scene: Scene, terms: Partial<Offer>) {
  const offer = await offerBy(scene, terms);
  return { ...scene, declared: scene.market.connect(scene.seller).declare(offer) };
}
