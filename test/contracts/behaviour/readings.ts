import { concat, dataSlice, toBeHex, type Signer } from "ethers";
import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";

import { agreementIdOf, domainOf, signReading } from "../../../src/market/typed-data.js";
import type { Agreement } from "../../../src/model/terms.js";
import { deliveredAgreement, ENERGY_WH, signedAgreement } from "../../support/agreements.js";
import { GENESIS, marketDomain, openMarket, reading } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { malleable } from "../../support/signatures.js";

/** What the market accepts as a meter's reading. */
export function readings(open: () => Promise<Scene>): void {
  describe("a meter reading", () => {
    for (const role of ["buyer", "seller", "operator", "authority"] as const)
      it(`reverts if the ${role} signed it`, async () => {
        const scene = await open();
        const agreement = await deliveredAgreement(scene);
        const signature = await readingBy(scene, scene[role], agreement, ENERGY_WH);
        const settled = scene.market.settle(agreement, ENERGY_WH, signature);
        await expectRevert(settled, scene.market, "WrongMeter", scene[role].address, agreement.meter);
      });

    it("reverts if another user's meter signed it", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await deliveredAgreement(scene);
      const meterOfSeller = chain.meters[1]!;
      const signature = await readingBy(scene, meterOfSeller, agreement, ENERGY_WH);
      const settled = market.settle(agreement, ENERGY_WH, signature);
      await expectRevert(settled, market, "WrongMeter", meterOfSeller.address, agreement.meter);
    });

    it("is valid only for its energy", async () => {
      const scene = await open();
      const agreement = await deliveredAgreement(scene);
      await expectForeign(scene, agreement, await reading(scene.chain, scene.market, agreement, ENERGY_WH - 1n));
    });

    it("is valid only for its agreement", async () => {
      const scene = await open();
      const { market, chain, bystander } = scene;
      const other = await signedAgreement({ ...scene, buyer: bystander });
      await market.setMeter(scene.buyer.address, other.meter);
      const agreement = await deliveredAgreement(scene);
      await expectForeign(scene, agreement, await reading(chain, market, other, ENERGY_WH));
    });

    it("is valid only for its market", async () => {
      const scene = await open();
      const agreement = await deliveredAgreement(scene);
      const otherMarket = await openMarket(scene.chain, scene.kind);
      await expectForeign(scene, agreement, await reading(scene.chain, otherMarket, agreement, ENERGY_WH));
    });

    it("is valid only for its chain", async () => {
      const scene = await open();
      const agreement = await deliveredAgreement(scene);
      const elsewhere = domainOf(GENESIS, await scene.market.getAddress());
      const read = { agreement: agreementIdOf(agreement), energyWh: ENERGY_WH };
      await expectForeign(scene, agreement, await signReading(scene.chain.meters[0]!, elsewhere, read));
    });

    it("reverts if its signature is malformed", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await deliveredAgreement(scene);
      const signature = await reading(chain, market, agreement, ENERGY_WH);
      const settled = (bytes: string) => market.settle(agreement, ENERGY_WH, bytes);
      for (const [bytes, length] of [
        ["0x", 0n],
        [dataSlice(signature, 0, 64), 64n],
        [concat([signature, "0x00"]), 66n],
      ] as const)
        await expectRevert(settled(bytes), market, "ECDSAInvalidSignatureLength", length);
      await expectRevert(settled(toBeHex(1n, 65)), market, "ECDSAInvalidSignature");
    });

    it("reverts in the other form that every signature has on the curve", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await deliveredAgreement(scene);
      const { signature, s } = malleable(await reading(chain, market, agreement, ENERGY_WH));
      await expectRevert(market.settle(agreement, ENERGY_WH, signature), market, "ECDSAInvalidSignatureS", s);
    });
  });
}

async function readingBy({ chain, market }: Scene, signer: Signer, agreement: Agreement, energyWh: bigint) {
  return signReading(signer, await marketDomain(chain, market), { agreement: agreementIdOf(agreement), energyWh });
}

/** A signature of something else recovers to an arbitrary address: any but the meter's. */
async function expectForeign({ market }: Scene, agreement: Agreement, signature: string): Promise<void> {
  const settled = market.settle(agreement, ENERGY_WH, signature);
  await expectRevert(settled, market, "WrongMeter", anyValue, agreement.meter);
}
