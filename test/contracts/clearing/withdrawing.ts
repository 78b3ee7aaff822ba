import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { MARGIN, signedAgreement } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { START_BALANCE } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

export function withdrawing(open: () => Promise<Scene>): void {
  describe("withdraw", () => {
    it("reverts for one base unit more than is free", async () => {
      const { market, bystander } = await open();
      const over = START_BALANCE + 1n;
      const withdrawn = market.connect(bystander).withdraw(over, bystander.address);
      await expectRevert(withdrawn, market, "BalanceTooLow", bystander.address, START_BALANCE, over);
    });

    it("reverts for the margin of an agreement, which is not free", async () => {
      const scene = await open();
      const { market, others } = scene;
      const [buying] = others;
      // The agreement of others is signed in every scene; in the traditional market its buyer is frozen as well.
      const { free } = await market.accountOf(buying.address);
      expect(free).to.equal(START_BALANCE - MARGIN);
      const withdrawn = market.connect(buying).withdraw(free + 1n, buying.address);
      if (scene.kind === "improved")
        await expectRevert(withdrawn, market, "BalanceTooLow", buying.address, free, free + 1n);
      else await expectRevert(withdrawn, market, "AccountFrozen", buying.address);
    });

    it("reverts for the zero address and for the market itself, which would move nothing", async () => {
      const { market, bystander, chain } = await open();
      const to = (address: string) => market.connect(bystander).withdraw(5n, address);
      await expectRevert(to(ZeroAddress), chain.token, "ERC20InvalidReceiver", ZeroAddress);
      await expectRevert(to(await market.getAddress()), market, "WrongTokenMovement", 5n, 0n);
    });

    it("pays out the whole free balance, to any receiver", async () => {
      const scene = await open();
      const { market, bystander, stranger } = scene;
      const withdrawn = () => market.connect(bystander).withdraw(START_BALANCE, stranger.address);
      expect(await effectOf(scene, withdrawn)).to.deep.equal({
        events: [["Withdrawn", bystander.address, stranger.address, START_BALANCE]],
        changes: {
          "bystander.free": -START_BALANCE,
          "stranger.tokens": START_BALANCE,
          "tokens.market": -START_BALANCE,
          "market.held": -START_BALANCE,
        },
      });
    });

    it("pays the seller of a signed agreement, less the fee", async () => {
      const scene = await open();
      const { market, seller } = scene;
      await signedAgreement(scene);
      const { free } = await market.accountOf(seller.address);
      const { changes } = await effectOf(scene, () => market.connect(seller).withdraw(free, seller.address));
      expect(changes).to.include({ "seller.free": -free, "seller.tokens": free });
    });
  });
}
