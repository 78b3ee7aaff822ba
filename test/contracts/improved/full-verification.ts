import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import { dataSlice, toBeHex, type Wallet } from "ethers";

import { agreementIdOf, inSignerOrder, signApproval } from "../../../src/market/typed-data.js";
import { AgreementStatus, Side, type Agreement } from "../../../src/model/terms.js";
import { awaitingAgreement } from "../../support/agreements.js";
import { marketDomain, verification } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { malleable } from "../../support/signatures.js";

export function fullVerification(open: () => Promise<Scene<"improved">>): void {
  describe("verify: the parties' signatures", () => {
    for (const side of [Side.Sell, Side.Buy])
      it(`reverts for swapped signatures, and for one party's twice (offer to ${side === Side.Buy ? "buy" : "sell"})`, async () => {
        const { market, agreement, declarer, accepter, approvals } = await awaited(await open(), side);
        const [{ declarer: declaring }, accepting] = [agreement.offer, agreement.accepter];
        await expectRevert(
          market.verify(agreement, accepter, declarer, approvals),
          market,
          "WrongPartySignature",
          accepting,
          declaring,
        );
        await expectRevert(
          market.verify(agreement, declarer, declarer, approvals),
          market,
          "WrongPartySignature",
          declaring,
          accepting,
        );
      });

    it("reverts for a malformed signature of either party, and leaves the agreement as it was", async () => {
      const { market, agreement, declarer, accepter, approvals } = await awaited(await open());
      const rubbish = [
        ["ECDSAInvalidSignatureLength", "0x", 0n],
        ["ECDSAInvalidSignatureLength", dataSlice(declarer, 0, 64), 64n],
        ["ECDSAInvalidSignature", toBeHex(1n, 65)],
        ["ECDSAInvalidSignatureS", malleable(declarer).signature, malleable(declarer).s],
      ] as const;
      for (const [error, bytes, ...args] of rubbish) {
        await expectRevert(market.verify(agreement, bytes, accepter, approvals), market, error, ...args);
        await expectRevert(market.verify(agreement, declarer, bytes, approvals), market, error, ...args);
      }
      await market.verify(agreement, declarer, accepter, approvals);
    });
  });

  describe("verify: the authorities' approvals", () => {
    it("needs a quorum of five in seven", async () => {
      const { market, agreement, declarer, accepter, approvals } = await awaited(await open());
      for (const count of [0, 1, 4]) {
        const few = market.verify(agreement, declarer, accepter, approvals.slice(0, count));
        await expectRevert(few, market, "TooFewSignatures", BigInt(count), 5n);
      }
      await market.verify(agreement, declarer, accepter, approvals.slice(0, 5));
      expect((await market.agreementState(agreementIdOf(agreement))).status).to.equal(AgreementStatus.Signed);
    });

    it("accepts all seven", async () => {
      const { market, agreement, declarer, accepter, approvals } = await awaited(await open());
      await market.verify(agreement, declarer, accepter, approvals);
    });

    it("reverts for an authority that signs twice, and for signers out of order", async () => {
      const { market, agreement, declarer, accepter, approvals, signers } = await awaited(await open());
      const [a, b, c, d, e] = approvals as [string, string, string, string, string];
      const verified = (signatures: string[]) => market.verify(agreement, declarer, accepter, signatures);
      const notAscending = (signatures: string[], previous: number, signer: number) =>
        expectRevert(verified(signatures), market, "SignersNotAscending", signers[previous], signers[signer]);
      await notAscending([a, b, c, d, d], 3, 3);
      await notAscending([a, a, b, c, d], 0, 0);
      await notAscending([a, b, c, e, d], 4, 3);
      await notAscending([a, b, c, d, a], 3, 0);
    });

    for (const role of ["buyer", "operator", "stranger"] as const)
      it(`reverts with the ${role} among the signers, even beyond the quorum`, async () => {
        const scene = await open();
        const { market, agreement, declarer, accepter, signed } = await awaited(scene);
        const foreign = await approvalBy(scene, scene[role], agreement);
        for (const count of [4, 5]) {
          const signatures = inSignerOrder([...signed.slice(0, count), foreign]);
          const verified = market.verify(agreement, declarer, accepter, signatures);
          await expectRevert(verified, market, "NotAuthority", scene[role].address);
        }
      });

    it("reverts with a malformed signature among the others", async () => {
      const { market, agreement, declarer, accepter, approvals } = await awaited(await open());
      const verified = (last: string) => market.verify(agreement, declarer, accepter, [...approvals.slice(0, 4), last]);
      await expectRevert(verified("0x"), market, "ECDSAInvalidSignatureLength", 0n);
      await expectRevert(verified(toBeHex(1n, 65)), market, "ECDSAInvalidSignature");
      const { signature, s } = malleable(approvals[4]!);
      await expectRevert(verified(signature), market, "ECDSAInvalidSignatureS", s);
    });

    it("reverts for approvals of another agreement", async () => {
      const scene = await open();
      const { approvals } = await awaited(scene);
      const { market, agreement, declarer, accepter } = await awaited(scene);
      await expectRevert(market.verify(agreement, declarer, accepter, approvals), market, "NotAuthority", anyValue);
    });
  });
}

/** An agreement that awaits verification, with the signatures of both parties and of all authorities. */
async function awaited(scene: Scene<"improved">, side: Side = Side.Sell) {
  const agreement = await awaitingAgreement(scene, { side });
  const signed = await Promise.all(scene.chain.authorities.map((authority) => approvalBy(scene, authority, agreement)));
  const signers = signed.map(({ signer }) => signer).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  const { declarer, accepter } = await verification(scene.chain, scene.market, agreement);
  const market = scene.market.connect(scene.stranger);
  return { market, agreement, declarer, accepter, signed, signers, approvals: inSignerOrder(signed) };
}

async function approvalBy({ chain, market }: Scene<"improved">, authority: Wallet, agreement: Agreement) {
  const approval = { agreement: agreementIdOf(agreement), epoch: await market.committeeEpoch() };
  return {
    signer: authority.address,
    signature: await signApproval(authority, await marketDomain(chain, market), approval),
  };
}
