import { expect } from "chai";
import { ZeroHash } from "ethers";

import type { MarketKind } from "../../../src/market/market-kind.js";
import { FEE } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { Manner, type HostileScene } from "../../support/hostile-token.js";
import { expectRevert } from "../../support/revert.js";

/** Misbehaving tokens: the books never record more than the market has. */
export function misbehaving(open: () => Promise<HostileScene<MarketKind>>): void {
  describe("a token that misbehaves", () => {
    it("cannot be deposited if it returns false", async () => {
      const scene = await behaving(open, Manner.Refusing);
      const { market, buyer, chain } = scene;
      const deposited = market.connect(buyer).deposit(buyer.address, 100n);
      await expectRevert(deposited, market, "SafeERC20FailedOperation", await chain.token.getAddress());
    });

    it("cannot be deposited if it returns true and moves nothing", async () => {
      const { market, buyer } = await behaving(open, Manner.Idle);
      await expectRevert(market.connect(buyer).deposit(buyer.address, 100n), market, "NothingReceived");
    });

    for (const [manner, arrived] of [
      ["TakingFee", 90n],
      ["Generous", 110n],
    ] as const)
      it(`credits what arrives, at most the amount asked for (${manner})`, async () => {
        const scene = await behaving(open, Manner[manner]);
        const { market, buyer } = scene;
        const credited = arrived < 100n ? arrived : 100n;
        const deposited = () => market.connect(buyer).deposit(buyer.address, 100n);
        expect(await effectOf(scene, deposited)).to.deep.equal({
          events: [["Deposited", buyer.address, buyer.address, credited]],
          changes: {
            "buyer.free": credited,
            "buyer.tokens": -100n,
            "tokens.market": arrived,
            "market.held": credited,
          },
        });
      });

    it("charges its fee on withdrawal to the receiver", async () => {
      const scene = await behaving(open, Manner.TakingFee);
      const { market, buyer } = scene;
      const { changes } = await effectOf(scene, () => market.connect(buyer).withdraw(100n, buyer.address));
      expect(changes).to.deep.equal({
        "buyer.free": -100n,
        "buyer.tokens": 90n,
        "tokens.market": -100n,
        "market.held": -100n,
      });
    });

    for (const [manner, moved] of [
      ["Idle", () => 0n],
      ["Charging", (amount: bigint) => amount + amount / 10n],
    ] as const)
      it(`cannot be withdrawn or collected if it moves another amount than asked (${manner})`, async () => {
        const { market, buyer, operator } = await behaving(open, Manner[manner]);
        const withdrawn = market.connect(buyer).withdraw(100n, buyer.address);
        await expectRevert(withdrawn, market, "WrongTokenMovement", 100n, moved(100n));
        const collected = market.collectFees(operator.address);
        await expectRevert(collected, market, "WrongTokenMovement", FEE, moved(FEE));
      });

    it("without permits is deposited by its allowance", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const deposited = () => market.connect(buyer).depositWithPermit(buyer.address, 7n, 0n, 27, ZeroHash, ZeroHash);
      expect((await effectOf(scene, deposited)).changes).to.include({ "buyer.free": 7n });
    });

    it("cannot reenter during a movement of money", async () => {
      const scene = await open();
      const { market, buyer, operator, hostile } = scene;
      const back = [
        market.interface.encodeFunctionData("deposit", [buyer.address, 1n]),
        market.interface.encodeFunctionData("withdraw", [0n, buyer.address]),
        market.interface.encodeFunctionData("depositWithPermit", [buyer.address, 1n, 0n, 27, ZeroHash, ZeroHash]),
      ];
      for (const call of back) {
        await hostile.callBack(market, call);
        for (const movement of [
          () => market.connect(buyer).deposit(buyer.address, 1n),
          () => market.connect(buyer).withdraw(1n, buyer.address),
          () => market.collectFees(operator.address),
        ])
          await expectRevert(movement(), market, "ReentrancyGuardReentrantCall");
      }
    });
  });
}

async function behaving<K extends MarketKind>(
  open: () => Promise<HostileScene<K>>,
  manner: number,
): Promise<HostileScene<K>> {
  const scene = await open();
  await scene.hostile.behave(manner);
  return scene;
}
