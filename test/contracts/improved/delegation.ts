import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus } from "../../../src/model/terms.js";
import { awaitingAgreement, ENERGY_WH, signedAgreement, signedOffer, verifyFully } from "../../support/agreements.js";
import { acceptSigned } from "../../support/market.js";
import type { Scene } from "../../support/scene.js";

/** EIP-7702: users whose accounts delegate to code, here to code without ERC-1271 signatures. */
export function delegation(open: () => Promise<Scene<"improved">>): void {
  describe("users whose accounts delegate to code", () => {
    it("remain users: they declare, accept and withdraw", async () => {
      const scene = await delegating(await open());
      const { market, buyer, seller } = scene;
      await signedAgreement(scene);
      for (const { address } of [buyer, seller])
        expect((await market.accountOf(address)).usedEnergyWh).to.equal(ENERGY_WH);
      await market.connect(buyer).withdraw(1n, buyer.address);
    });

    it("sign with their keys as before", async () => {
      const scene = await delegating(await open());
      const agreement = await awaitingAgreement(scene);
      await verifyFully(scene, agreement);
      const { status } = await scene.market.agreementState(agreementIdOf(agreement));
      expect(status).to.equal(AgreementStatus.Signed);
    });

    it("sign offers with their keys, and cancel them", async () => {
      const scene = await delegating(await open());
      const { market, buyer, seller } = scene;
      const { id } = await acceptSigned(market, buyer, await signedOffer(scene), ENERGY_WH);
      expect((await market.agreementState(id)).status).to.equal(AgreementStatus.Signed);
      await market.connect(seller).cancelSigned((await signedOffer(scene)).offer);
    });
  });
}

async function delegating(scene: Scene<"improved">): Promise<Scene<"improved">> {
  const { chain, stranger } = scene;
  for (const user of [scene.buyer, scene.seller]) {
    const authorization = await user.authorize({ address: await chain.token.getAddress() });
    await stranger.sendTransaction({ to: stranger.address, authorizationList: [authorization] });
    expect(await chain.ethers.provider.getCode(user.address)).to.match(/^0xef0100/);
  }
  return scene;
}
