import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, Reason } from "../../../src/model/terms.js";
import { awaitingAgreement, FEE, MARGIN, verifyFully } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { freshChain } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import { setScene, type Scene } from "../../support/scene.js";
import { expectWrongStatus, terminated } from "../behaviour/expectations.js";

/** Offset of the epoch in the market's record of checks, above a bit for each seat. */
const EPOCH_AT = 160n;

/** Every authority checks in a transaction of its own. */
export function checking(open: () => Promise<Scene<"traditional">>): void {
  describe("verify", () => {
    it("reverts for an authority that has already checked", async () => {
      const scene = await open();
      const { market, authority } = scene;
      const agreement = await awaitingAgreement(scene);
      await market.connect(authority).verify(agreement);
      const again = market.connect(authority).verify(agreement);
      await expectRevert(again, market, "AlreadyChecked", agreementIdOf(agreement), authority.address);
    });

    it("records each check by its seat; the last one signs the agreement", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await awaitingAgreement(scene);
      const id = agreementIdOf(agreement);
      const epoch = await market.committeeEpoch();
      let checks = 0n;
      for (const authority of chain.authorities.toReversed()) {
        const bit = 1n << ((await market.seatOf(authority.address)) - 1n);
        const noted = bit + (checks === 0n ? epoch << EPOCH_AT : 0n);
        checks |= bit;
        const last = checks === 127n;
        const verified = () => market.connect(authority).verify(agreement);
        expect(await effectOf(scene, verified, { agreement })).to.deep.equal({
          events: [["Checked", id, authority.address, checks], ...(last ? [["Signed", id]] : [])],
          changes: {
            "agreement.verification": noted,
            ...(last && {
              "buyer.free": -MARGIN,
              "seller.free": -FEE,
              "market.fees": FEE,
              "agreement.status": AgreementStatus.Signed - AgreementStatus.AwaitingVerification,
            }),
          },
        });
      }
    });

    it("keeps the checks of two agreements apart", async () => {
      const scene = await open();
      const { market, chain, bystander } = scene;
      const one = await awaitingAgreement(scene);
      const other = await awaitingAgreement({ ...scene, buyer: bystander });
      for (const authority of chain.authorities.slice(0, 6)) await market.connect(authority).verify(one);
      const { changes } = await effectOf(scene, () => verifyFully(scene, other), { agreement: one });
      expect(changes).to.not.have.any.keys("agreement.status", "agreement.verification", "buyer.free");
    });

    it("starts again after an authority has left, even if only its check was missing", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await awaitingAgreement(scene);
      const [last, ...first] = chain.authorities.toReversed();
      for (const authority of first) await market.connect(authority).verify(agreement);
      await market.removeAuthority(last!.address);
      await expectRevert(market.connect(last).verify(agreement), market, "NotAuthority", last!.address);
      for (const authority of first) {
        expect(await statusOf(scene, agreement)).to.equal(AgreementStatus.AwaitingVerification);
        await market.connect(authority).verify(agreement);
      }
      expect(await statusOf(scene, agreement)).to.equal(AgreementStatus.Signed);
    });

    it("starts again after an authority has joined, whose check is needed too", async () => {
      const scene = await open();
      const { market, chain, stranger } = scene;
      const agreement = await awaitingAgreement(scene);
      for (const authority of chain.authorities.slice(0, 6)) await market.connect(authority).verify(agreement);
      await market.addAuthority(stranger.address);
      for (const authority of [...chain.authorities, stranger]) {
        expect(await statusOf(scene, agreement)).to.equal(AgreementStatus.AwaitingVerification);
        await market.connect(authority).verify(agreement);
      }
      expect(await statusOf(scene, agreement)).to.equal(AgreementStatus.Signed);
    });

    it("has room for the largest committee", async () => {
      const chain = await freshChain({ authorities: 160 });
      const scene = await setScene(chain, "traditional");
      const agreement = await awaitingAgreement(scene);
      await verifyFully(scene, agreement);
      const { status, verification } = await scene.market.agreementState(agreementIdOf(agreement));
      expect(status).to.equal(AgreementStatus.Signed);
      expect(verification).to.equal((160n << EPOCH_AT) + (1n << EPOCH_AT) - 1n);
    });
  });

  describe("refuse", () => {
    for (const [name, reason] of Object.entries(Reason).filter(([, reason]) => reason < 4n || reason > 5n))
      it(`reverts for the reason ${name}, which an authority cannot give`, async () => {
        const scene = await open();
        const { market, authority } = scene;
        const agreement = await awaitingAgreement(scene);
        const refused = market.connect(authority).refuse(agreement, reason);
        await expectRevert(refused, market, "NotRefusalReason", reason);
      });

    it("reverts after the deadline", async () => {
      const scene = await open();
      const { market, authority, chain } = scene;
      const agreement = await awaitingAgreement(scene);
      const { deadline } = await market.agreementState(agreementIdOf(agreement));
      await chain.time.setNextBlockTimestamp(deadline + 1n);
      const refused = market.connect(authority).refuse(agreement, Reason.KeyRefused);
      await expectRevert(refused, market, "DeadlinePassed", deadline);
    });

    for (const reason of [Reason.KeyRefused, Reason.CommitteeRefused])
      it(`terminates by one authority with reason ${reason}, regardless of other checks`, async () => {
        const scene = await open();
        const { market, chain, authority } = scene;
        const agreement = await awaitingAgreement(scene);
        for (const other of chain.authorities.slice(1)) await market.connect(other).verify(agreement);
        const refused = () => market.connect(authority).refuse(agreement, reason);
        expect(await effectOf(scene, refused, { agreement })).to.deep.equal(terminated(scene, agreement, reason));
        await expectWrongStatus(scene, refused(), agreement, AgreementStatus.Terminated);
        const verified = market.connect(authority).verify(agreement);
        await expectWrongStatus(scene, verified, agreement, AgreementStatus.Terminated);
      });
  });
}

async function statusOf({ market }: Scene, agreement: Parameters<typeof agreementIdOf>[0]): Promise<bigint> {
  return (await market.agreementState(agreementIdOf(agreement))).status;
}
