import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import type { Agreement } from "../../../src/model/terms.js";
import {
  cost,
  declaredOffer,
  deliveredAgreement,
  ENERGY_WH,
  indebtedAgreement,
  offerBy,
  RUINOUS_PRICE_PER_MWH,
  settle,
  signedAgreement,
} from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { START_BALANCE } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { settled } from "./expectations.js";

/** Debt of the buyer of {@link indebtedAgreement}. */
const DEBT = cost(ENERGY_WH, RUINOUS_PRICE_PER_MWH) - START_BALANCE;

export function debts(open: () => Promise<Scene>): void {
  describe("payDebt", () => {
    it("reverts where nothing is owed: never made, signed, settled in full, or on other terms", async () => {
      const scene = await open();
      const { market } = scene;
      const agreement = await signedAgreement(scene);
      const refused = (asked: Agreement) => expectRevert(market.payDebt(asked), market, "NoDebt", agreementIdOf(asked));
      await refused({ ...agreement, fillIndex: 5n });
      await refused(agreement);
      await scene.chain.time.setNextBlockTimestamp(agreement.offer.deliveryEnd);
      await settle(scene, agreement, ENERGY_WH);
      await refused(agreement);
      const owed = await indebtedAgreement(scene);
      // Attempts to pay another seller with the debtor's money, or to let another buyer pay.
      await refused({ ...owed, offer: { ...owed.offer, declarer: scene.bystander.address } });
      await refused({ ...owed, accepter: scene.bystander.address });
    });

    it("reverts when the debtor has nothing", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const agreement = await indebtedAgreement(scene);
      await expectRevert(market.payDebt(agreement), market, "BalanceTooLow", buyer.address, 0n, DEBT);
    });

    it("follows a settlement that costs more than the buyer has, which takes all of it", async () => {
      const scene = await open();
      const agreement = await deliveredAgreement(scene, { pricePerMWh: RUINOUS_PRICE_PER_MWH });
      const { free } = await scene.market.accountOf(scene.buyer.address);
      const effect = await effectOf(scene, () => settle(scene, agreement, ENERGY_WH), { agreement });
      const margin = START_BALANCE - free;
      expect(effect).to.deep.equal(
        settled(scene, agreement, { outcome: 0n, energyWh: ENERGY_WH, paid: START_BALANCE, margin, debt: DEBT }),
      );
    });

    it("pays in parts, from what the debtor has, only to the seller, for any caller", async () => {
      const scene = await open();
      const { market, buyer, stranger, bystander } = scene;
      const agreement = await indebtedAgreement(scene);
      await market.connect(bystander).deposit(buyer.address, 1n);
      const paid = () => market.connect(stranger).payDebt(agreement);
      expect(await effectOf(scene, paid, { agreement })).to.deep.equal({
        events: [["DebtPaid", agreementIdOf(agreement), 1n, DEBT - 1n]],
        changes: { "buyer.free": -1n, "seller.free": 1n, "agreement.debt": -1n },
      });
      await market.connect(buyer).deposit(buyer.address, DEBT);
      expect(await effectOf(scene, paid, { agreement })).to.deep.equal({
        events: [["DebtPaid", agreementIdOf(agreement), DEBT - 1n, 0n]],
        changes: {
          "buyer.free": 1n - DEBT,
          "buyer.openDebts": -1n,
          "seller.free": DEBT - 1n,
          "agreement.debt": 1n - DEBT,
        },
      });
      await expectRevert(paid(), market, "NoDebt", agreementIdOf(agreement));
    });

    it("lets the debtor trade again as soon as the last base unit is paid", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const agreement = await indebtedAgreement(scene);
      const offer = await declaredOffer(scene);
      const own = await offerBy({ ...scene, seller: buyer });
      const trades = [() => market.connect(buyer).declare(own), () => market.connect(buyer).accept(offer, 1n)];
      const suspended = async () => {
        for (const trade of trades) await expectRevert(trade(), market, "Suspended", buyer.address, 1n);
      };
      await suspended();
      await market.connect(buyer).deposit(buyer.address, DEBT - 1n);
      await suspended();
      await market.payDebt(agreement);
      await suspended();
      await market.connect(buyer).deposit(buyer.address, 1n);
      await market.payDebt(agreement);
      for (const trade of trades) await trade();
    });

    it("lets a debtor deposit, withdraw and cancel offers", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      const own = await declaredOffer({ ...scene, seller: buyer });
      await indebtedAgreement(scene);
      await market.connect(buyer).cancel(own);
      await market.connect(buyer).deposit(buyer.address, 10n);
      const { changes } = await effectOf(scene, () => market.connect(buyer).withdraw(10n, buyer.address));
      expect(changes).to.include({ "buyer.free": -10n, "buyer.tokens": 10n });
    });
  });
}
