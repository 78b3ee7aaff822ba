import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import { Reason, type Agreement } from "../../../src/model/terms.js";
import { awaitingAgreement } from "../../support/agreements.js";
import { accept, freshChain, openMarket, reading, refusals, verification } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import { setScene, type Scene } from "../../support/scene.js";

type Signatures = Awaited<ReturnType<typeof verification>>;

/** Signatures that were valid once, or are valid elsewhere. */
export function replay(open: () => Promise<Scene<"improved">>): void {
  describe("signatures of another", () => {
    it("chain are invalid, even with the same market address and agreement", async () => {
      const here = await setScene(await freshChain(), "improved");
      const there = await setScene(await freshChain({ chainId: 31_338 }), "improved");
      expect(await there.market.getAddress()).to.equal(await here.market.getAddress());
      const agreement = await awaitingAgreement(here);
      await there.market.setCaps(there.buyer.address, 0, 0);
      await there.market.connect(there.seller).declare(agreement.offer);
      const same = await accept(there.market, there.buyer, agreement.offer, agreement.energyWh);
      expect(same.id).to.equal(agreementIdOf(agreement));
      await expectNotTransferable(here, there, agreement);
    });

    it("market are invalid, even with the same offer and agreement", async () => {
      const here = await open();
      const there = { ...here, market: await openMarket(here.chain, "improved") };
      const agreement = await awaitingAgreement(here);
      await there.market.setCaps(there.buyer.address, 0, 0);
      await there.market.connect(there.seller).declare(agreement.offer);
      const same = await accept(there.market, there.buyer, agreement.offer, agreement.energyWh);
      expect(same.id).to.equal(agreementIdOf(agreement));
      await expectNotTransferable(here, there, agreement);
    });

    it("agreement are invalid, even with the same offer, energy and parties", async () => {
      const scene = await open();
      const { market, chain, buyer } = scene;
      const first = await awaitingAgreement(scene);
      const { agreement: second } = await accept(market, buyer, first.offer, first.energyWh);
      const { declarer, accepter, approvals } = await verification(chain, market, first);
      await market.verify(first, declarer, accepter, approvals);
      const again = market.verify(second, declarer, accepter, approvals);
      await expectRevert(again, market, "WrongPartySignature", anyValue, second.offer.declarer);
    });
  });

  describe("signatures of an earlier committee", () => {
    for (const [change, act] of [
      ["an authority has left", ({ market, chain }: Scene) => market.removeAuthority(chain.authorities[6]!.address)],
      ["an authority has come", ({ market, stranger }: Scene) => market.addAuthority(stranger.address)],
    ] as const)
      it(`are invalid once ${change}; those of the new one are valid`, async () => {
        const scene = await open();
        const { market, chain } = scene;
        const agreement = await awaitingAgreement(scene);
        const id = agreementIdOf(agreement);
        const { declarer, accepter, approvals } = await verification(chain, market, agreement, { approving: 6 });
        const refused = await refusals(chain, market, id, Reason.KeyRefused, 6);
        await act(scene);
        await expectRevert(market.verify(agreement, declarer, accepter, approvals), market, "NotAuthority", anyValue);
        await expectRevert(market.refuse(agreement, Reason.KeyRefused, refused), market, "NotAuthority", anyValue);
        const renewed = await verification(chain, market, agreement, { approving: 6 });
        await market.verify(agreement, declarer, accepter, renewed.approvals);
      });

    it("stay invalid after the same members return", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await awaitingAgreement(scene);
      const { declarer, accepter, approvals } = await verification(chain, market, agreement);
      const { address } = chain.authorities[6]!;
      await market.removeAuthority(address);
      await market.addAuthority(address);
      await expectRevert(market.verify(agreement, declarer, accepter, approvals), market, "NotAuthority", anyValue);
    });
  });
}

/** Expects that no signature of parties, authorities or meter can be carried over from one to the other. */
async function expectNotTransferable(
  here: Scene<"improved">,
  there: Scene<"improved">,
  agreement: Agreement,
): Promise<void> {
  const ours = await verification(here.chain, here.market, agreement);
  const theirs = await verification(there.chain, there.market, agreement);
  const verified = ({ declarer, accepter, approvals }: Signatures) =>
    there.market.verify(agreement, declarer, accepter, approvals);
  const { offer, accepter } = agreement;
  await expectRevert(verified(ours), there.market, "WrongPartySignature", anyValue, offer.declarer);
  const declared = verified({ ...ours, declarer: theirs.declarer });
  await expectRevert(declared, there.market, "WrongPartySignature", anyValue, accepter);
  await expectRevert(verified({ ...theirs, approvals: ours.approvals }), there.market, "NotAuthority", anyValue);
  await verified(theirs);
  await there.chain.time.increaseTo(offer.deliveryEnd);
  const read = await reading(here.chain, here.market, agreement, 0n);
  await expectRevert(there.market.settle(agreement, 0n, read), there.market, "WrongMeter", anyValue, agreement.meter);
  await there.market.settle(agreement, 0n, await reading(there.chain, there.market, agreement, 0n));
}
