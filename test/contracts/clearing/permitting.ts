import { expect } from "chai";
import { ZeroHash } from "ethers";

import { effectOf } from "../../support/effect.js";
import { permitOf } from "../../support/permit.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

const AMOUNT = 1_000n;

export function permitting(open: () => Promise<Scene>): void {
  describe("depositWithPermit", () => {
    it("deposits in one transaction, without an approval before or after", async () => {
      const { scene, permit } = await permitted(await open());
      const { market, buyer, chain } = scene;
      const deposited = () => market.connect(buyer).depositWithPermit(...permit);
      expect(await effectOf(scene, deposited)).to.deep.equal({
        events: [["Deposited", buyer.address, buyer.address, AMOUNT]],
        changes: {
          "buyer.free": AMOUNT,
          "buyer.tokens": -AMOUNT,
          "tokens.market": AMOUNT,
          "market.held": AMOUNT,
        },
      });
      expect(await chain.token.allowance(buyer.address, market)).to.equal(0n);
    });

    it("deposits even if someone else used the permit first", async () => {
      const { scene, permit } = await permitted(await open());
      const { market, buyer, stranger, chain } = scene;
      const [, amount, deadline, v, r, s] = permit;
      await chain.token.connect(stranger).permit(buyer.address, market, amount, deadline, v, r, s);
      const { changes } = await effectOf(scene, () => market.connect(buyer).depositWithPermit(...permit));
      expect(changes).to.include({ "buyer.free": AMOUNT, "buyer.tokens": -AMOUNT });
    });

    it("accepts a permit only once", async () => {
      const { scene, permit } = await permitted(await open());
      const { market, buyer } = scene;
      await market.connect(buyer).depositWithPermit(...permit);
      await expectNoAllowance(scene, market.connect(buyer).depositWithPermit(...permit));
    });

    it("does not accept the permit of another: only the caller can pay", async () => {
      const { scene, permit } = await permitted(await open());
      const { market, stranger, bystander, chain } = scene;
      const [, ...rest] = permit;
      await chain.token.connect(stranger).approve(market, 0n);
      await expectNoAllowance(scene, market.connect(stranger).depositWithPermit(bystander.address, ...rest));
    });

    it("reverts for a malformed permit, a permit for less, and an expired one", async () => {
      const { scene, permit } = await permitted(await open());
      const { market, buyer, chain } = scene;
      const [user, amount, deadline, v, r, s] = permit;
      const connected = market.connect(buyer);
      await expectNoAllowance(scene, connected.depositWithPermit(user, amount, deadline, v, r, ZeroHash));
      await expectNoAllowance(scene, connected.depositWithPermit(user, amount + 1n, deadline, v, r, s), amount + 1n);
      await chain.time.increaseTo(deadline);
      await expectNoAllowance(scene, connected.depositWithPermit(...permit));
    });

    it("uses an existing allowance if the permit is invalid", async () => {
      const { scene, permit } = await permitted(await open());
      const { market, buyer, chain } = scene;
      const [user, amount, deadline, v, r] = permit;
      await chain.token.connect(buyer).approve(market, AMOUNT);
      await market.connect(buyer).depositWithPermit(user, amount, deadline, v, r, ZeroHash);
    });
  });
}

/** A scene in which the buyer has approved nothing, and the buyer's permit for {@link AMOUNT}. */
async function permitted(scene: Scene) {
  const { chain, market, buyer } = scene;
  await chain.token.connect(buyer).approve(market, 0n);
  return { scene, permit: await permitOf(chain.token, buyer, market, buyer.address, AMOUNT) };
}

async function expectNoAllowance({ market, chain }: Scene, sent: Promise<unknown>, needed = AMOUNT): Promise<void> {
  await expectRevert(sent, chain.token, "ERC20InsufficientAllowance", await market.getAddress(), 0n, needed);
}
