import { expect } from "chai";

import { effectOf } from "../../support/effect.js";
import { START_BALANCE } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

/** Largest total that the books can hold: 96 bits. */
const BOOKS = 2n ** 96n - 1n;

export function depositing(open: () => Promise<Scene>): void {
  describe("deposit", () => {
    it("reverts for an unregistered user", async () => {
      const { market, buyer, stranger } = await open();
      const deposited = market.connect(buyer).deposit(stranger.address, 1n);
      await expectRevert(deposited, market, "NotRegistered", stranger.address);
    });

    it("reverts for an amount of zero", async () => {
      const { market, buyer } = await open();
      await expectRevert(market.connect(buyer).deposit(buyer.address, 0n), market, "NothingReceived");
    });

    it("reverts for more than the payer has, or has approved", async () => {
      const { market, buyer, chain } = await open();
      const { token } = chain;
      const deposited = (amount: bigint) => market.connect(buyer).deposit(buyer.address, amount);
      const over = START_BALANCE + 1n;
      await expectRevert(deposited(over), token, "ERC20InsufficientBalance", buyer.address, START_BALANCE, over);
      await token.connect(buyer).approve(market, 9n);
      const spender = await market.getAddress();
      await expectRevert(deposited(10n), token, "ERC20InsufficientAllowance", spender, 9n, 10n);
    });

    it("credits the user with what the payer pays", async () => {
      const scene = await open();
      const { market, buyer, stranger } = scene;
      const deposited = () => market.connect(stranger).deposit(buyer.address, START_BALANCE);
      expect(await effectOf(scene, deposited)).to.deep.equal({
        events: [["Deposited", buyer.address, stranger.address, START_BALANCE]],
        changes: {
          "buyer.free": START_BALANCE,
          "stranger.tokens": -START_BALANCE,
          "tokens.market": START_BALANCE,
          "market.held": START_BALANCE,
        },
      });
    });

    it("reverts for one base unit more than the books can hold, and accepts the last", async () => {
      const scene = await open();
      const { market, operator, buyer, chain } = scene;
      const { held } = await market.books();
      await chain.token.mint(operator.address, BOOKS);
      await market.deposit(buyer.address, BOOKS - held - 1n);
      const tooMuch = market.deposit(buyer.address, 2n);
      await expectRevert(tooMuch, market, "BooksFull", BOOKS - 1n, 2n);
      await market.deposit(buyer.address, 1n);
      await expectRevert(market.deposit(buyer.address, 1n), market, "BooksFull", BOOKS, 1n);
      const { free } = await market.accountOf(buyer.address);
      await market.connect(buyer).withdraw(free, operator.address);
      expect((await market.books()).held).to.equal(BOOKS - free);
    });

    it("credits nobody with tokens sent to the market directly, not even the next depositor", async () => {
      const scene = await open();
      const { market, buyer, stranger, chain } = scene;
      const sent = () => chain.token.connect(stranger).transfer(market, 100n);
      expect((await effectOf(scene, sent)).changes).to.deep.equal({
        "stranger.tokens": -100n,
        "tokens.market": 100n,
      });
      const { changes } = await effectOf(scene, () => market.connect(buyer).deposit(buyer.address, 1n));
      expect(changes).to.include({ "buyer.free": 1n, "market.held": 1n });
    });
  });
}
