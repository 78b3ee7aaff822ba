import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import { concat, dataSlice, toBeHex } from "ethers";

import { domainOf, offerIdOf, signAgreement, signOffer } from "../../../src/market/typed-data.js";
import { OfferStatus, Side } from "../../../src/model/terms.js";
import {
  declaredOffer,
  ENERGY_WH,
  indebtedAgreement,
  offerBy,
  PRICE_PER_MWH,
  signedOffer,
} from "../../support/agreements.js";
import { effectOf, sumOf } from "../../support/effect.js";
import { GENESIS, marketDomain, openMarket } from "../../support/market.js";
import { expectRevert, revertData } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { malleable } from "../../support/signatures.js";

export function acceptingSigned(open: () => Promise<Scene>): void {
  describe("acceptSigned", () => {
    for (const role of ["buyer", "bystander", "operator", "authority"] as const)
      it(`reverts for an offer that the ${role} signed in the declarer's place`, async () => {
        const scene = await open();
        const { market, chain, buyer, seller } = scene;
        const offer = await offerBy(scene);
        const signature = await signOffer(scene[role], await marketDomain(chain, market), offer);
        const accepted = market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
        await expectRevert(accepted, market, "WrongPartySignature", scene[role].address, seller.address);
      });

    it("reverts for an offer that differs from the signed one in any term", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const { offer, signature } = await signedOffer(scene);
      for (const altered of [
        { ...offer, declarer: scene.bystander.address },
        { ...offer, side: Side.Buy },
        { ...offer, energyWh: offer.energyWh + 1n },
        { ...offer, pricePerMWh: offer.pricePerMWh - 1n },
        { ...offer, excessPricePerMWh: 0n },
        { ...offer, damagesPricePerMWh: 0n },
        { ...offer, marginPerMWh: 0n },
        { ...offer, deliveryStart: offer.deliveryStart + 1n },
        { ...offer, deliveryEnd: offer.deliveryEnd - 1n },
        { ...offer, expiry: offer.expiry - 1n },
        { ...offer, number: offer.number + 1n },
      ])
        await expectRevert(
          market.connect(buyer).acceptSigned(altered, signature, ENERGY_WH),
          market,
          "WrongPartySignature",
          anyValue,
          altered.declarer,
        );
    });

    it("reverts for a signature for another market, and for another chain", async () => {
      const scene = await open();
      const { market, chain, buyer, seller } = scene;
      const offer = await offerBy(scene);
      for (const domain of [
        await marketDomain(chain, await openMarket(chain, scene.kind)),
        domainOf(GENESIS, await market.getAddress()),
      ]) {
        const signature = await signOffer(seller, domain, offer);
        const accepted = market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
        await expectRevert(accepted, market, "WrongPartySignature", anyValue, seller.address);
      }
    });

    it("reverts for a malformed signature, and for the other form of a good one", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const { offer, signature } = await signedOffer(scene);
      const accepted = (bytes: string) => market.connect(buyer).acceptSigned(offer, bytes, ENERGY_WH);
      for (const [bytes, length] of [
        ["0x", 0n],
        [dataSlice(signature, 0, 64), 64n],
        [concat([signature, "0x00"]), 66n],
      ] as const)
        await expectRevert(accepted(bytes), market, "ECDSAInvalidSignatureLength", length);
      await expectRevert(accepted(toBeHex(1n, 65)), market, "ECDSAInvalidSignature");
      const other = malleable(signature);
      await expectRevert(accepted(other.signature), market, "ECDSAInvalidSignatureS", other.s);
    });

    for (const [what, terms, error] of [
      ["no energy", { energyWh: 0n }, "ZeroEnergy"],
      ["damages above the price", { damagesPricePerMWh: PRICE_PER_MWH + 1n }, "DamagesAbovePrice"],
      ["a delivery without end", { deliveryEnd: 0n }, "InvalidPeriod"],
      ["a fee that is not the market's", { feePerMWh: 0n }, "WrongFee"],
    ] as const)
      it(`reverts for terms that cannot be declared: ${what}`, async () => {
        const scene = await open();
        const { market, buyer, seller } = scene;
        const { offer, signature } = await signedOffer(scene, terms);
        const declared = await revertData(market.connect(seller).declare.staticCall(offer));
        const accepted = await revertData(market.connect(buyer).acceptSigned.staticCall(offer, signature, 0n));
        expect(accepted).to.equal(declared);
        expect(market.interface.parseError(declared)!.name).to.equal(error);
      });

    it("reverts for an offer signed before the fee changed: it must be signed again", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const { offer, signature } = await signedOffer(scene);
      await market.setFee(offer.feePerMWh + 1n);
      const accepted = market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
      await expectRevert(accepted, market, "WrongFee", offer.feePerMWh, offer.feePerMWh + 1n);
    });

    it("keeps the fee of the first acceptance afterwards", async () => {
      const scene = await open();
      const { market, bystander, others } = scene;
      const { offer, signature } = await signedOffer(scene);
      await market.connect(bystander).acceptSigned(offer, signature, ENERGY_WH);
      await market.setFee(offer.feePerMWh + 1n);
      await market.connect(others[1]).acceptSigned(offer, signature, ENERGY_WH);
    });

    it("reverts at the second of expiry, and not a second before", async () => {
      const scene = await open();
      const { market, buyer, bystander, chain } = scene;
      const { offer, signature } = await signedOffer(scene);
      const later = await signedOffer(scene, { expiry: offer.expiry, number: 99n });
      await chain.time.setNextBlockTimestamp(offer.expiry - 1n);
      await market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
      await chain.time.setNextBlockTimestamp(offer.expiry);
      const late = market.connect(bystander).acceptSigned(later.offer, later.signature, ENERGY_WH);
      await expectRevert(late, market, "OfferExpired", offerIdOf(later.offer), offer.expiry);
    });

    it("reverts for an offer of an unregistered user, and of a debtor", async () => {
      const scene = await open();
      const { market, buyer, bystander, stranger } = scene;
      const foreign = await signedOffer({ ...scene, seller: stranger });
      const accepted = (item: typeof foreign) =>
        market.connect(bystander).acceptSigned(item.offer, item.signature, ENERGY_WH);
      await expectRevert(accepted(foreign), market, "NotRegistered", stranger.address);
      await indebtedAgreement(scene);
      const owing = await signedOffer(scene, { side: Side.Buy });
      await expectRevert(accepted(owing), market, "Suspended", buyer.address, 1n);
    });

    it("reverts for the declarer, for no energy and for more than the offer has; the offer stays unopened", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      const { offer, signature } = await signedOffer(scene);
      const { energyWh } = offer;
      const taken = (wh: bigint) => market.connect(buyer).acceptSigned(offer, signature, wh);
      const own = market.connect(seller).acceptSigned(offer, signature, ENERGY_WH);
      await expectRevert(own, market, "OwnOffer", seller.address);
      await expectRevert(taken(0n), market, "ZeroEnergy");
      await expectRevert(taken(energyWh + 1n), market, "EnergyAboveRemaining", energyWh + 1n, energyWh);
      expect((await market.offerState(offerIdOf(offer))).status).to.equal(OfferStatus.None);
    });

    for (const side of [Side.Sell, Side.Buy])
      it(`opens an offer to ${side === Side.Buy ? "buy" : "sell"} as if it had been declared just before`, async () => {
        const scene = await open();
        const { market, chain } = scene;
        const [declarer, accepter] = side === Side.Buy ? [scene.buyer, scene.seller] : [scene.seller, scene.buyer];
        const { offer, signature } = await signedOffer(scene, { side });
        const moment = BigInt(await chain.time.latest()) + 100n;
        const at = async <T>(send: () => Promise<T>) => {
          await chain.time.setNextBlockTimestamp(moment);
          return send();
        };
        const before = await chain.networkHelpers.takeSnapshot();
        const declared = await effectOf(scene, () => market.connect(declarer).declare(offer), { offer });
        const accepted = await effectOf(scene, () => at(() => market.connect(accepter).accept(offer, ENERGY_WH)), {
          offer,
        });
        await before.restore();

        const both = await effectOf(
          scene,
          () => at(() => market.connect(accepter).acceptSigned(offer, signature, ENERGY_WH)),
          { offer },
        );
        const begun = {
          events: [["BegunBySignature", offerIdOf(offer)]],
          changes: { "offer.bySignature": 1n },
        } as const;
        expect(both).to.deep.equal(sumOf(declared, begun, accepted));
      });

    it("acts like accept if the offer is open, by signature or by declaration, and ignores the signature", async () => {
      const scene = await open();
      const { market, bystander, buyer, others, chain } = scene;
      const { offer, signature } = await signedOffer(scene);
      await market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
      for (const opened of [offer, await declaredOffer(scene)]) {
        const moment = BigInt(await chain.time.latest()) + 100n;
        const effect = async (send: () => ReturnType<typeof market.declare>) => {
          const before = await chain.networkHelpers.takeSnapshot();
          await chain.time.setNextBlockTimestamp(moment);
          const what = await effectOf(scene, send, { offer: opened });
          await before.restore();
          return what;
        };
        const plain = await effect(() => market.connect(bystander).accept(opened, ENERGY_WH));
        for (const bytes of [signature, "0x", "0x1234"])
          expect(await effect(() => market.connect(bystander).acceptSigned(opened, bytes, ENERGY_WH))).to.deep.equal(
            plain,
          );
        expect(plain.changes).to.include({ "offer.fills": 1n, "offer.remainingWh": -ENERGY_WH });
      }
      await market.connect(others[1]).accept(offer, ENERGY_WH);
    });

    it("accepts an offer in parts, down to the last watt-hour", async () => {
      const scene = await open();
      const { market, buyer, bystander, others } = scene;
      const { offer, signature } = await signedOffer(scene);
      const left = offer.energyWh - ENERGY_WH;
      await market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
      const over = market.connect(bystander).acceptSigned(offer, signature, left + 1n);
      await expectRevert(over, market, "EnergyAboveRemaining", left + 1n, left);
      await market.connect(bystander).acceptSigned(offer, signature, left);
      const none = market.connect(others[1]).acceptSigned(offer, signature, 1n);
      await expectRevert(none, market, "EnergyAboveRemaining", 1n, 0n);
    });

    it("makes declare revert: an offer opened by signature exists", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      const { offer, signature } = await signedOffer(scene);
      await market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
      await expectRevert(market.connect(seller).declare(offer), market, "OfferExists", offerIdOf(offer));
    });

    it("reverts for a signature of an agreement instead of the offer", async () => {
      const scene = await open();
      const { market, buyer, seller, chain } = scene;
      const offer = await offerBy(scene);
      const agreement = { offer, accepter: buyer.address, energyWh: ENERGY_WH, fillIndex: 0n, meter: buyer.address };
      const signature = await signAgreement(seller, await marketDomain(chain, market), agreement);
      const accepted = market.connect(buyer).acceptSigned(offer, signature, ENERGY_WH);
      await expectRevert(accepted, market, "WrongPartySignature", anyValue, seller.address);
    });
  });
}
