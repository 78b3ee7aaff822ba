import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import { Outcome, type Agreement } from "../../../src/model/terms.js";
import {
  cost,
  declaredOffer,
  ENERGY_WH,
  MARGIN,
  RUINOUS_PRICE_PER_MWH,
  settle,
  signedAgreement,
} from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { START_BALANCE } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { settled } from "../behaviour/expectations.js";

type Improved = Scene<"improved">;

const DUE = cost(ENERGY_WH, RUINOUS_PRICE_PER_MWH);

/** Since no account is frozen, a buyer can have many trades at a time and owe for several of them. */
export function parallelDebts(open: () => Promise<Improved>): void {
  describe("a buyer with two trades beyond its means", () => {
    it("pays a debt from the free balance, never from the margin of the other trade", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const [first, second] = await twoDelivered(scene);
      await settle(scene, first, ENERGY_WH);
      const owed = DUE - (START_BALANCE - MARGIN);
      const nothing = market.payDebt(first);
      await expectRevert(nothing, market, "BalanceTooLow", buyer.address, 0n, owed);
      const others = { ...scene, seller: scene.bystander, bystander: scene.seller };
      const effect = await effectOf(others, () => settle(scene, second, ENERGY_WH), { agreement: second });
      const details = {
        outcome: Outcome.InBand,
        energyWh: ENERGY_WH,
        paid: MARGIN,
        margin: MARGIN,
        debt: DUE - MARGIN,
      };
      expect(effect).to.deep.equal(settled(others, second, details));
    });

    it("owes for each, and trades again when both debts are paid, each to the last base unit", async () => {
      const scene = await open();
      const { market, buyer, stranger, chain } = scene;
      const agreements = await twoDelivered(scene);
      for (const agreement of agreements) await settle(scene, agreement, ENERGY_WH);
      const offer = await declaredOffer(scene);
      await chain.token.mint(stranger.address, 2n * DUE);
      for (const [i, agreement] of agreements.entries()) {
        const openDebts = 2n - BigInt(i);
        await expectRevert(market.connect(buyer).accept(offer, 1n), market, "Suspended", buyer.address, openDebts);
        const owed = await market.debtOf(agreementIdOf(agreement));
        await market.connect(stranger).deposit(buyer.address, owed);
        const { changes } = await effectOf(scene, () => market.payDebt(agreement), { agreement });
        expect(changes).to.deep.equal({
          "buyer.free": -owed,
          "buyer.openDebts": -1n,
          [i === 0 ? "seller.free" : "bystander.free"]: owed,
          "agreement.debt": -owed,
        });
      }
      await market.connect(stranger).deposit(buyer.address, 1_000_000n);
      await market.connect(buyer).accept(offer, 1n);
    });

    it("does not pay one seller's debt to another", async () => {
      const scene = await open();
      const { market, bystander, stranger } = scene;
      const [first, second] = await twoDelivered(scene);
      for (const agreement of [first, second]) await settle(scene, agreement, ENERGY_WH);
      await market.connect(stranger).deposit(scene.buyer.address, 1n);
      const { changes } = await effectOf(scene, () => market.connect(bystander).payDebt(second), { agreement: first });
      expect(changes).to.deep.equal({ "buyer.free": -1n, "bystander.free": 1n });
    });
  });
}

/** The buyer's trades with the seller and with the bystander, both delivered at the next block. */
async function twoDelivered(scene: Improved): Promise<readonly [Agreement, Agreement]> {
  const terms = { pricePerMWh: RUINOUS_PRICE_PER_MWH };
  const first = await signedAgreement(scene, terms);
  const second = await signedAgreement({ ...scene, seller: scene.bystander }, terms);
  await scene.chain.time.setNextBlockTimestamp(second.offer.deliveryEnd);
  return [first, second];
}
