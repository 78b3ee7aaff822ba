import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { offerIdOf } from "../../../src/market/typed-data.js";
import { OfferStatus, Side } from "../../../src/model/terms.js";
import { declaredOffer, ENERGY_WH, indebtedAgreement, offerBy, periodIn } from "../../support/agreements.js";
import { accept } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

export function accepting(open: () => Promise<Scene>): void {
  describe("accept", () => {
    it("reverts for an offer that nobody declared, and one that differs from it in a term", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const offer = await offerBy(scene);
      await expectRevert(
        market.connect(buyer).accept(offer, ENERGY_WH),
        market,
        "OfferNotOpen",
        offerIdOf(offer),
        OfferStatus.None,
      );
      const declared = await declaredOffer(scene);
      for (const altered of [
        { ...declared, pricePerMWh: declared.pricePerMWh - 1n },
        { ...declared, declarer: scene.bystander.address },
        { ...declared, side: Side.Buy },
        { ...declared, energyWh: declared.energyWh + 1n },
        { ...declared, feePerMWh: 0n },
        { ...declared, expiry: declared.expiry - 1n },
      ])
        await expectRevert(
          market.connect(buyer).accept(altered, ENERGY_WH),
          market,
          "OfferNotOpen",
          offerIdOf(altered),
          OfferStatus.None,
        );
    });

    it("reverts for a cancelled offer", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      const offer = await declaredOffer(scene);
      await market.connect(seller).cancel(offer);
      await expectRevert(
        market.connect(buyer).accept(offer, ENERGY_WH),
        market,
        "OfferNotOpen",
        offerIdOf(offer),
        OfferStatus.Cancelled,
      );
    });

    it("reverts at the second of expiry, and not a second before", async () => {
      const scene = await open();
      const { market, buyer, bystander, chain } = scene;
      const offer = await declaredOffer(scene);
      await chain.time.setNextBlockTimestamp(offer.expiry - 1n);
      await market.connect(buyer).accept(offer, ENERGY_WH);
      await chain.time.setNextBlockTimestamp(offer.expiry);
      const late = market.connect(bystander).accept(offer, ENERGY_WH);
      await expectRevert(late, market, "OfferExpired", offerIdOf(offer), offer.expiry);
    });

    it("reverts for the declarer", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const offer = await declaredOffer(scene);
      await expectRevert(market.connect(seller).accept(offer, ENERGY_WH), market, "OwnOffer", seller.address);
    });

    it("reverts for no energy, and for more than remains", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const offer = await declaredOffer(scene);
      const { energyWh } = offer;
      const taking = (wh: bigint) => market.connect(buyer).accept(offer, wh);
      await expectRevert(taking(0n), market, "ZeroEnergy");
      await expectRevert(taking(energyWh + 1n), market, "EnergyAboveRemaining", energyWh + 1n, energyWh);
      await taking(energyWh);
      expect((await market.offerState(offerIdOf(offer))).remainingWh).to.equal(0n);
    });

    it("reverts for more than others have left, to the watt-hour", async () => {
      const scene = await open();
      const { market, buyer, bystander, others } = scene;
      const offer = await declaredOffer(scene);
      await market.connect(buyer).accept(offer, ENERGY_WH);
      const left = offer.energyWh - ENERGY_WH;
      const over = market.connect(bystander).accept(offer, left + 1n);
      await expectRevert(over, market, "EnergyAboveRemaining", left + 1n, left);
      await market.connect(bystander).accept(offer, left);
      const none = market.connect(others[1]).accept(offer, 1n);
      await expectRevert(none, market, "EnergyAboveRemaining", 1n, 0n);
    });

    for (const side of [Side.Sell, Side.Buy]) {
      const name = side === Side.Buy ? "an offer to buy" : "an offer to sell";

      it(`reverts for ${name} when its declarer owes, and when its accepter does`, async () => {
        const scene = await open();
        const { market, buyer, bystander } = scene;
        const soon = { side, ...(await periodIn(scene, 48n)) };
        const own = await declaredOffer({ ...scene, seller: buyer }, soon);
        const theirs = await declaredOffer({ ...scene, buyer: bystander, seller: bystander }, soon);
        await indebtedAgreement(scene);
        await expectRevert(market.connect(bystander).accept(own, 1n), market, "Suspended", buyer.address, 1n);
        await expectRevert(market.connect(buyer).accept(theirs, 1n), market, "Suspended", buyer.address, 1n);
      });

      it(`reverts for ${name} when the buyer has no meter; the seller needs none`, async () => {
        const scene = await open();
        const { market, buyer, seller } = scene;
        const offer = await declaredOffer(scene, { side });
        const accepter = side === Side.Buy ? seller : buyer;
        const meter = await market.meterOf(buyer.address);
        await market.setMeter(buyer.address, ZeroAddress);
        await market.setMeter(seller.address, ZeroAddress);
        const accepted = () => market.connect(accepter).accept(offer, ENERGY_WH);
        await expectRevert(accepted(), market, "NoMeter", buyer.address);
        await market.setMeter(buyer.address, meter);
        await accepted();
      });

      it(`stores the buyer's current meter in an agreement on ${name}`, async () => {
        const scene = await open();
        const { market, buyer, seller, stranger } = scene;
        const offer = await declaredOffer(scene, { side });
        await market.setMeter(buyer.address, stranger.address);
        const { agreement } = await accept(market, side === Side.Buy ? seller : buyer, offer, ENERGY_WH);
        expect(agreement.meter).to.equal(stranger.address);
      });
    }

    it("numbers the agreements on an offer", async () => {
      const scene = await open();
      const { market, buyer, bystander } = scene;
      const offer = await declaredOffer(scene);
      for (const [i, accepter] of [buyer, bystander].entries()) {
        const { agreement } = await accept(market, accepter, offer, ENERGY_WH);
        expect(agreement.fillIndex).to.equal(BigInt(i));
      }
    });

    it("uses the offer's fee after the market's fee has changed", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const offer = await declaredOffer(scene);
      await market.setFee(7n);
      const { agreement } = await accept(market, buyer, offer, ENERGY_WH);
      expect(agreement.offer.feePerMWh).to.equal(offer.feePerMWh);
    });
  });
}
