import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, Reason } from "../../../src/model/terms.js";
import { awaitingAgreement, signedAgreement } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { refusals, verification } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { expectWrongStatus, terminated } from "../behaviour/expectations.js";

const { KeyRefused, CommitteeRefused } = Reason;

/** A blocking minority of the committee refuses by signatures. */
export function refusing(open: () => Promise<Scene<"improved">>): void {
  describe("refuse", () => {
    for (const [name, reason] of Object.entries(Reason).filter(([, reason]) => reason < 4n || reason > 5n))
      it(`reverts for the reason ${name}, which a committee cannot give`, async () => {
        const scene = await open();
        const { market, chain } = scene;
        const agreement = await awaitingAgreement(scene);
        const signatures = await refusals(chain, market, agreementIdOf(agreement), reason, 3);
        await expectRevert(market.refuse(agreement, reason, signatures), market, "NotRefusalReason", reason);
      });

    it("needs a blocking minority of three in seven", async () => {
      const scene = await open();
      const { market, chain, stranger } = scene;
      const agreement = await awaitingAgreement(scene);
      for (const count of [0, 2]) {
        const signatures = await refusals(chain, market, agreementIdOf(agreement), CommitteeRefused, count);
        const refused = market.connect(stranger).refuse(agreement, CommitteeRefused, signatures);
        await expectRevert(refused, market, "TooFewSignatures", BigInt(count), 3n);
      }
    });

    it("reverts for the same authority twice", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await awaitingAgreement(scene);
      const [first, second] = await refusals(chain, market, agreementIdOf(agreement), CommitteeRefused, 2);
      const refused = market.refuse(agreement, CommitteeRefused, [first!, second!, second!]);
      await expectRevert(refused, market, "SignersNotAscending", anyValue, anyValue);
    });

    it("accepts neither approvals as refusals, nor one reason for the other", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await awaitingAgreement(scene);
      const { approvals } = await verification(chain, market, agreement);
      const keyRefusals = await refusals(chain, market, agreementIdOf(agreement), KeyRefused, 3);
      for (const signatures of [approvals, keyRefusals])
        await expectForeign(scene, market.refuse(agreement, CommitteeRefused, signatures));
    });

    it("does not accept refusals as approvals", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await awaitingAgreement(scene);
      const { declarer, accepter } = await verification(chain, market, agreement);
      const signatures = await refusals(chain, market, agreementIdOf(agreement), CommitteeRefused, 7);
      await expectForeign(scene, market.verify(agreement, declarer, accepter, signatures));
    });

    it("reverts for a signed agreement, and for one after its deadline", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const signed = await signedAgreement(scene);
      const all = (agreement: string) => refusals(chain, market, agreement, KeyRefused, 7);
      const late = await awaitingAgreement(scene);
      const refusedSigned = market.refuse(signed, KeyRefused, await all(agreementIdOf(signed)));
      await expectWrongStatus(scene, refusedSigned, signed, AgreementStatus.Signed);
      const { deadline } = await market.agreementState(agreementIdOf(late));
      await chain.time.setNextBlockTimestamp(deadline + 1n);
      const refusedLate = market.refuse(late, KeyRefused, await all(agreementIdOf(late)));
      await expectRevert(refusedLate, market, "DeadlinePassed", deadline);
    });

    for (const reason of [KeyRefused, CommitteeRefused])
      for (const count of [3, 7])
        it(`terminates by ${count} signatures with reason ${reason}: nobody pays anything`, async () => {
          const scene = await open();
          const { market, chain, stranger } = scene;
          const agreement = await awaitingAgreement(scene);
          const signatures = await refusals(chain, market, agreementIdOf(agreement), reason, count);
          const refused = () => market.connect(stranger).refuse(agreement, reason, signatures);
          expect(await effectOf(scene, refused, { agreement })).to.deep.equal(terminated(scene, agreement, reason));
          await expectWrongStatus(scene, refused(), agreement, AgreementStatus.Terminated);
        });
  });
}

/** A signature of something else recovers to an arbitrary address, which is no authority. */
async function expectForeign({ market }: Scene<"improved">, sent: Promise<unknown>): Promise<void> {
  await expectRevert(sent, market, "NotAuthority", anyValue);
}
