import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, Reason } from "../../../src/model/terms.js";
import { awaitingAgreement, periodIn, signedAgreement, verifyFully } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { DAY } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { expectWrongStatus, terminated } from "./expectations.js";

/** An agreement that awaits verification and ends without it. */
export function awaiting(open: () => Promise<Scene>): void {
  describe("decline", () => {
    it("reverts for an agreement that was never made, and one that differs from it in a term", async () => {
      const scene = await open();
      const agreement = await awaitingAgreement(scene);
      for (const altered of [
        { ...agreement, energyWh: agreement.energyWh + 1n },
        { ...agreement, fillIndex: 1n },
        { ...agreement, meter: scene.stranger.address },
        { ...agreement, accepter: scene.bystander.address },
        { ...agreement, offer: { ...agreement.offer, number: agreement.offer.number + 1n } },
      ]) {
        const declined = scene.market.connect(scene.buyer).decline(altered);
        await expectWrongStatus(scene, declined, altered, AgreementStatus.None);
      }
    });

    it("reverts for a signed agreement", async () => {
      const scene = await open();
      const agreement = await signedAgreement(scene);
      const declined = scene.market.connect(scene.buyer).decline(agreement);
      await expectWrongStatus(scene, declined, agreement, AgreementStatus.Signed);
    });

    for (const role of ["buyer", "seller"] as const)
      it(`lets the ${role} end the agreement, once; it cannot be verified afterwards`, async () => {
        const scene = await open();
        const agreement = await awaitingAgreement(scene);
        const declined = () => scene.market.connect(scene[role]).decline(agreement);
        const effect = await effectOf(scene, declined, { agreement });
        expect(effect).to.deep.equal(terminated(scene, agreement, Reason.PartyDeclined));
        await expectWrongStatus(scene, declined(), agreement, AgreementStatus.Terminated);
        await expectWrongStatus(scene, verifyFully(scene, agreement), agreement, AgreementStatus.Terminated);
      });

    it("gives exactly the agreed energy back to the offer", async () => {
      const scene = await open();
      const { market, seller, bystander } = scene;
      const agreement = await awaitingAgreement(scene);
      const { offer } = agreement;
      await market.connect(seller).decline(agreement);
      const over = market.connect(bystander).accept(offer, offer.energyWh + 1n);
      await expectRevert(over, market, "EnergyAboveRemaining", offer.energyWh + 1n, offer.energyWh);
      await market.connect(bystander).accept(offer, offer.energyWh);
    });
  });

  describe("expire", () => {
    it("reverts for a signed agreement, and one that was never made", async () => {
      const scene = await open();
      const agreement = await signedAgreement(scene);
      const unmade = { ...agreement, fillIndex: 9n };
      const { market } = scene;
      await expectWrongStatus(scene, market.expire(agreement), agreement, AgreementStatus.Signed);
      await expectWrongStatus(scene, market.expire(unmade), unmade, AgreementStatus.None);
    });

    for (const [limit, hours] of [
      ["the verification window", 48n],
      ["the start of delivery, when that comes first", 24n],
    ] as const)
      it(`expires one second after ${limit}, and not before`, async () => {
        const scene = await open();
        const { market, chain, stranger } = scene;
        const agreement = await awaitingAgreement(scene, await periodIn(scene, hours));
        const { deadline } = await market.agreementState(agreementIdOf(agreement));
        const windowEnd = BigInt(await chain.time.latest()) + DAY;
        expect(deadline).to.equal(hours === 24n ? agreement.offer.deliveryStart : windowEnd);
        const expired = () => market.connect(stranger).expire(agreement);
        await chain.time.setNextBlockTimestamp(deadline);
        await expectRevert(expired(), market, "DeadlineNotPassed", deadline);
        await chain.time.setNextBlockTimestamp(deadline + 1n);
        const effect = await effectOf(scene, expired, { agreement });
        expect(effect).to.deep.equal(terminated(scene, agreement, Reason.DeadlinePassed));
        await expectWrongStatus(scene, expired(), agreement, AgreementStatus.Terminated);
      });

    it("lets an agreement be verified at the deadline", async () => {
      const scene = await open();
      const { market } = scene;
      const agreement = await awaitingAgreement(scene);
      const { deadline } = await market.agreementState(agreementIdOf(agreement));
      await verifyFully(scene, agreement, deadline);
      expect((await market.agreementState(agreementIdOf(agreement))).status).to.equal(AgreementStatus.Signed);
    });

    it("does not let it be verified after the deadline", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await awaitingAgreement(scene);
      const { deadline } = await market.agreementState(agreementIdOf(agreement));
      await chain.time.setNextBlockTimestamp(deadline + 1n);
      await expectRevert(verifyFully(scene, agreement), market, "DeadlinePassed", deadline);
    });
  });
}
