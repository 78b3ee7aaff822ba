import { expect } from "chai";

import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import { declaredOffer, FEE, signedAgreement } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

export function collecting(open: () => Promise<Scene>): void {
  describe("collectFees", () => {
    it("reverts for the market itself as receiver, which would move nothing", async () => {
      const { market } = await open();
      const collected = market.collectFees(await market.getAddress());
      await expectRevert(collected, market, "WrongTokenMovement", FEE, 0n);
    });

    it("pays out the fees of signed agreements and nothing else, once", async () => {
      const scene = await open();
      const { market, stranger } = scene;
      await signedAgreement(scene);
      // The scene already has an agreement of others.
      const fees = 2n * FEE;
      const collected = () => market.collectFees(stranger.address);
      expect(await effectOf(scene, collected)).to.deep.equal({
        events: [["FeesCollected", stranger.address, fees]],
        changes: {
          "market.fees": -fees,
          "market.held": -fees,
          "tokens.market": -fees,
          "stranger.tokens": fees,
        },
      });
      expect(await effectOf(scene, collected)).to.deep.equal({
        events: [["FeesCollected", stranger.address, 0n]],
        changes: {},
      });
    });
  });

  describe("setFee", () => {
    it("changes the fee of offers declared from now on", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const { feePerMWh } = DEFAULT_PARAMETERS;
      expect(await effectOf(scene, () => market.setFee(2n ** 96n - 1n))).to.deep.equal({
        events: [["FeeSet", 2n ** 96n - 1n]],
        changes: { "market.feePerMWh": 2n ** 96n - 1n - feePerMWh },
      });
      const offer = await declaredOffer(scene);
      expect(offer.feePerMWh).to.equal(2n ** 96n - 1n);
      const old = market.connect(seller).declare({ ...offer, feePerMWh });
      await expectRevert(old, market, "WrongFee", feePerMWh, offer.feePerMWh);
    });
  });
}
