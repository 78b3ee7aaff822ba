import { expect } from "chai";

import { AgreementStatus, Outcome } from "../../../src/model/terms.js";
import {
  awaitingAgreement,
  cost,
  ENERGY_WH,
  FEE,
  MARGIN,
  PRICE_PER_MWH,
  settle,
  signedAgreement,
  verifyFully,
} from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import type { Scene } from "../../support/scene.js";
import { settled } from "./expectations.js";

/** The operator does all it can; agreements stay as they are. */
export function operating(open: () => Promise<Scene>): void {
  describe("an operator who changes everything", () => {
    it("cannot touch a signed agreement: it settles as if nothing had changed", async () => {
      const scene = await open();
      const agreement = await signedAgreement(scene);
      await everything(scene);
      await scene.chain.time.setNextBlockTimestamp(agreement.offer.deliveryEnd);
      const effect = await effectOf(scene, () => settle(scene, agreement, ENERGY_WH), { agreement });
      const paid = cost(ENERGY_WH, PRICE_PER_MWH);
      expect(effect).to.deep.equal(
        settled(scene, agreement, { outcome: Outcome.InBand, energyWh: ENERGY_WH, paid, margin: MARGIN }),
      );
    });

    it("cannot change the terms of an accepted agreement: margin and fee are the offer's", async () => {
      const scene = await open();
      const agreement = await awaitingAgreement(scene);
      const committee = await everything(scene);
      const after = { ...scene, chain: { ...scene.chain, authorities: committee } };
      const { changes } = await effectOf(scene, () => verifyFully(after, agreement), { agreement });
      expect(changes).to.include({
        "buyer.free": -MARGIN,
        "seller.free": -FEE,
        "market.fees": FEE,
        "agreement.status": AgreementStatus.Signed - AgreementStatus.AwaitingVerification,
      });
    });
  });
}

/** Changes fee, caps, meters, committee and owner, collects fees and pauses. @returns the committee afterwards */
async function everything({ market, chain, operator, buyer, seller, stranger }: Scene) {
  await market.setFee(99_999_999n);
  await market.setDefaultCaps(0, 0);
  for (const { address } of [buyer, seller]) {
    await market.setCaps(address, 0, 0);
    await market.setMeter(address, stranger.address);
  }
  await market.collectFees(operator.address);
  await market.removeAuthority(chain.authorities[0]!.address);
  await market.addAuthority(stranger.address);
  await market.pause();
  await market.transferOwnership(stranger.address);
  await market.connect(stranger).acceptOwnership();
  return [...chain.authorities.slice(1), stranger];
}
