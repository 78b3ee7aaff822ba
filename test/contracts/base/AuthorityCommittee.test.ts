import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { seededWallet } from "../../support/keys.js";
import { effectOf } from "../../support/effect.js";
import { expectRevert } from "../../support/revert.js";
import { sceneOf } from "../../support/scene.js";

for (const kind of ["improved", "traditional"] as const)
  describe(`AuthorityCommittee of the ${kind} market`, () => {
    const open = sceneOf(kind);

    describe("addAuthority", () => {
      it("reverts for the zero address, and for a member", async () => {
        const { market, authority } = await open();
        await expectRevert(market.addAuthority(ZeroAddress), market, "ZeroAuthority");
        await expectRevert(market.addAuthority(authority.address), market, "AlreadyAuthority", authority.address);
      });

      it("reverts when the committee is full", async () => {
        const { market, chain } = await open();
        const most = Number(await market.MAX_AUTHORITIES());
        expect(most).to.equal(160);
        for (let i = chain.authorities.length; i < most; i++)
          await market.addAuthority(seededWallet(3, `further authority ${i}`).address);
        const oneMore = market.addAuthority(seededWallet(3, "one more").address);
        await expectRevert(oneMore, market, "CommitteeFull");
      });

      it("gives the last seat and starts an epoch", async () => {
        const scene = await open();
        const { market, stranger } = scene;
        expect(await effectOf(scene, () => market.addAuthority(stranger.address))).to.deep.equal({
          events: [["AuthorityAdded", stranger.address, 8n]],
          changes: { "market.epoch": 1n, "market.seats": 1n },
        });
        expect(await market.seatOf(stranger.address)).to.equal(8n);
      });
    });

    describe("removeAuthority", () => {
      it("reverts for an address that is not, or no longer, a member", async () => {
        const { market, stranger, authority } = await open();
        await expectRevert(market.removeAuthority(stranger.address), market, "NotAuthority", stranger.address);
        await market.removeAuthority(authority.address);
        await expectRevert(market.removeAuthority(authority.address), market, "NotAuthority", authority.address);
      });

      it("reverts for the last member", async () => {
        const { market, chain } = await open();
        const [last, ...others] = chain.authorities;
        for (const { address } of others) await market.removeAuthority(address);
        await expectRevert(market.removeAuthority(last!.address), market, "LastAuthority");
        expect([await market.quorum(), await market.blockingMinority()]).to.deep.equal([1n, 1n]);
      });

      for (const [which, seat] of [
        ["first", 1],
        ["middle", 4],
        ["last", 7],
      ] as const)
        it(`gives the ${which} member's seat to the last one and starts an epoch`, async () => {
          const scene = await open();
          const { market, chain } = scene;
          const members = chain.authorities.map(({ address }) => address);
          const leaving = members[seat - 1]!;
          expect(await effectOf(scene, () => market.removeAuthority(leaving))).to.deep.equal({
            events: [["AuthorityRemoved", leaving, 8n]],
            changes: { "market.epoch": 1n, "market.seats": -1n },
          });
          await expectRevert(market.seatOf(leaving), market, "NotAuthority", leaving);
          const remaining = [...members];
          remaining[seat - 1] = remaining[6]!;
          remaining.pop();
          expect(await market.authorities()).to.deep.equal(remaining);
          for (const [i, address] of remaining.entries()) expect(await market.seatOf(address)).to.equal(BigInt(i) + 1n);
        });

      it("lets a member return, to another seat", async () => {
        const { market, authority } = await open();
        await market.removeAuthority(authority.address);
        await market.addAuthority(authority.address);
        expect(await market.seatOf(authority.address)).to.equal(7n);
        expect(await market.committeeEpoch()).to.equal(9n);
      });
    });

    it("has a quorum of more than two thirds, and the smallest minority that blocks it, at every size", async () => {
      const { market, chain } = await open();
      for (const { address } of chain.authorities.slice(1)) await market.removeAuthority(address);
      for (let size = 1n; size <= 12n; size++) {
        const [quorum, blocking] = [await market.quorum(), await market.blockingMinority()];
        expect(quorum * 3n, `quorum of ${size}`).to.be.greaterThan(size * 2n);
        expect((quorum - 1n) * 3n, `less than the quorum of ${size}`).to.be.at.most(size * 2n);
        expect(size - blocking, `left by a blocking minority of ${size}`).to.equal(quorum - 1n);
        await market.addAuthority(seededWallet(3, `member ${size}`).address);
      }
    });

    describe("ownership", () => {
      it("is transferred in two steps: the old operator remains until the second", async () => {
        const scene = await open();
        const { market, operator, stranger } = scene;
        expect(await effectOf(scene, () => market.transferOwnership(stranger.address))).to.deep.equal({
          events: [["OwnershipTransferStarted", operator.address, stranger.address]],
          changes: { "market.pendingOwner": BigInt(stranger.address) },
        });
        const early = market.connect(stranger).pause();
        await expectRevert(early, market, "OwnableUnauthorizedAccount", stranger.address);
        await market.setFee(5n);
        expect(await effectOf(scene, () => market.connect(stranger).acceptOwnership())).to.deep.equal({
          events: [["OwnershipTransferred", operator.address, stranger.address]],
          changes: {
            "market.owner": BigInt(stranger.address) - BigInt(operator.address),
            "market.pendingOwner": -BigInt(stranger.address),
          },
        });
        await expectRevert(market.pause(), market, "OwnableUnauthorizedAccount", operator.address);
        await market.connect(stranger).pause();
      });

      it("is not transferred to an earlier candidate", async () => {
        const { market, operator, stranger, bystander } = await open();
        await market.transferOwnership(stranger.address);
        await market.transferOwnership(bystander.address);
        const late = market.connect(stranger).acceptOwnership();
        await expectRevert(late, market, "OwnableUnauthorizedAccount", stranger.address);
        await market.transferOwnership(ZeroAddress);
        const later = market.connect(bystander).acceptOwnership();
        await expectRevert(later, market, "OwnableUnauthorizedAccount", bystander.address);
        expect(await market.owner()).to.equal(operator.address);
      });

      it("can be renounced, permanently", async () => {
        const scene = await open();
        const { market, operator, bystander } = scene;
        await market.transferOwnership(bystander.address);
        expect(await effectOf(scene, () => market.renounceOwnership())).to.deep.equal({
          events: [["OwnershipTransferred", operator.address, ZeroAddress]],
          changes: { "market.owner": -BigInt(operator.address), "market.pendingOwner": -BigInt(bystander.address) },
        });
        await expectRevert(market.setFee(1n), market, "OwnableUnauthorizedAccount", operator.address);
        const late = market.connect(bystander).acceptOwnership();
        await expectRevert(late, market, "OwnableUnauthorizedAccount", bystander.address);
      });
    });
  });
