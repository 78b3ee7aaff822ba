import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, Reason, Side, type Agreement } from "../../../src/model/terms.js";
import {
  awaitingAgreement,
  ENERGY_WH,
  FEE,
  MARGIN,
  periodIn,
  RUINOUS_PRICE_PER_MWH,
  settle,
  verifyFully,
} from "../../support/agreements.js";
import { effectOf, type Effect } from "../../support/effect.js";
import { START_BALANCE } from "../../support/market.js";
import type { Scene } from "../../support/scene.js";
import { expectWrongStatus, thawed } from "./expectations.js";

/** After full verification margin and fee are taken, or the agreement is void. */
export function signing(open: () => Promise<Scene>): void {
  describe("signing after full verification", () => {
    for (const side of [Side.Sell, Side.Buy])
      it(`takes the buyer's margin and the seller's fee, rounded down (offer to ${side === Side.Buy ? "buy" : "sell"})`, async () => {
        const scene = await open();
        const agreement = await awaitingAgreement(scene, { side });
        const { events, changes } = await verified(scene, agreement);
        expect(events).to.deep.equal([["Signed", agreementIdOf(agreement)]]);
        expect(changes).to.deep.equal({
          "buyer.free": -MARGIN,
          "seller.free": -FEE,
          "market.fees": FEE,
          "agreement.status": AgreementStatus.Signed - AgreementStatus.AwaitingVerification,
        });
        await expectWrongStatus(scene, verifyFully(scene, agreement), agreement, AgreementStatus.Signed);
      });

    it("takes the whole balance if margin and fee are that much", async () => {
      const scene = await open();
      await scene.market.setFee(START_BALANCE);
      const agreement = await awaitingAgreement(scene, { marginPerMWh: START_BALANCE }, 1_000_000n);
      const { changes } = await verified(scene, agreement);
      expect(changes).to.include({ "buyer.free": -START_BALANCE, "seller.free": -START_BALANCE });
    });

    it("voids an agreement if the margin lacks one base unit", async () => {
      const scene = await open();
      const agreement = await awaitingAgreement(scene, { marginPerMWh: START_BALANCE + 1n }, 1_000_000n);
      await expectVoid(scene, agreement, Reason.MarginMissing);
    });

    it("voids an agreement if the fee lacks one base unit", async () => {
      const scene = await open();
      await scene.market.setFee(START_BALANCE + 1n);
      const agreement = await awaitingAgreement(scene, {}, 1_000_000n);
      await expectVoid(scene, agreement, Reason.FeeMissing);
    });

    it("voids an agreement if its seller has run into debt since acceptance", async () => {
      const scene = await open();
      const { seller, bystander, chain } = scene;
      const agreement = await awaitingAgreement(scene, await periodIn(scene, 72n));
      const soon = await periodIn(scene, 12n);
      const buying = { ...scene, buyer: seller, seller: bystander };
      const purchase = await awaitingAgreement(buying, { ...soon, pricePerMWh: RUINOUS_PRICE_PER_MWH });
      await verifyFully(scene, purchase);
      await chain.time.setNextBlockTimestamp(soon.deliveryEnd);
      await chain.time.setNextBlockTimestamp(soon.deliveryEnd);
      await settle(scene, purchase, ENERGY_WH);
      await expectVoid(scene, agreement, Reason.DebtUnpaid);
    });
  });
}

async function expectVoid(scene: Scene, agreement: Agreement, reason: bigint): Promise<void> {
  expect(await verified(scene, agreement)).to.deep.equal({
    events: [["Voided", agreementIdOf(agreement), reason]],
    changes: {
      ...thawed(scene),
      "offer.remainingWh": agreement.energyWh,
      "agreement.status": AgreementStatus.Void - AgreementStatus.AwaitingVerification,
      "agreement.reason": reason,
    },
  });
  await expectWrongStatus(scene, verifyFully(scene, agreement), agreement, AgreementStatus.Void);
}

/** The effect of full verification, without the progress that the market records. */
async function verified(scene: Scene, agreement: Agreement): Promise<Effect> {
  const { events, changes } = await effectOf(scene, () => verifyFully(scene, agreement), { agreement });
  const shared = Object.entries(changes).filter(([name]) => name !== "agreement.verification");
  return { events: events.filter(([name]) => name !== "Checked"), changes: Object.fromEntries(shared) };
}
