import { expect } from "chai";

import { AgreementStatus, Outcome, Side, type Agreement } from "../../../src/model/terms.js";
import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import {
  awaitingAgreement,
  cost,
  ENERGY_WH,
  MARGIN,
  PRICE_PER_MWH,
  RUINOUS_PRICE_PER_MWH,
  settle,
  signedAgreement,
} from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { START_BALANCE } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { expectWrongStatus, settled } from "./expectations.js";

/** An agreement without a reading. */
export function closing(open: () => Promise<Scene>): void {
  describe("settleUnmetered", () => {
    it("reverts before the delivery has ended, and until the reading window has passed, to the second", async () => {
      const scene = await open();
      const { market, seller, chain } = scene;
      const agreement = await signedAgreement(scene);
      const { deliveryEnd } = agreement.offer;
      const closed = () => market.connect(seller).settleUnmetered(agreement);
      await chain.time.setNextBlockTimestamp(deliveryEnd - 1n);
      await expectRevert(closed(), market, "DeliveryNotEnded", deliveryEnd);
      for (const early of [deliveryEnd, windowEndOf(agreement) - 1n]) {
        await chain.time.setNextBlockTimestamp(early);
        await expectRevert(closed(), market, "ReadingWindowOpen", windowEndOf(agreement));
      }
      await chain.time.setNextBlockTimestamp(windowEndOf(agreement));
      await closed();
    });

    it("reverts for an agreement that awaits verification", async () => {
      const scene = await open();
      const agreement = await awaitingAgreement(scene);
      await scene.chain.time.increaseTo(windowEndOf(agreement));
      const closed = scene.market.connect(scene.seller).settleUnmetered(agreement);
      await expectWrongStatus(scene, closed, agreement, AgreementStatus.AwaitingVerification);
    });

    for (const side of [Side.Sell, Side.Buy])
      for (const role of ["buyer", "seller"] as const)
        it(`lets the ${role} settle at the agreed energy (offer to ${side === Side.Buy ? "buy" : "sell"})`, async () => {
          const scene = await open();
          const agreement = await signedAgreement(scene, { side });
          await scene.chain.time.setNextBlockTimestamp(windowEndOf(agreement));
          const closed = () => scene.market.connect(scene[role]).settleUnmetered(agreement);
          expect(await effectOf(scene, closed, { agreement })).to.deep.equal(
            settled(scene, agreement, {
              outcome: Outcome.Unmetered,
              energyWh: ENERGY_WH,
              paid: cost(ENERGY_WH, PRICE_PER_MWH),
              margin: MARGIN,
            }),
          );
          await expectWrongStatus(scene, closed(), agreement, AgreementStatus.Settled);
          await expectWrongStatus(scene, settle(scene, agreement, 0n), agreement, AgreementStatus.Settled);
        });

    it("leaves a debt when the buyer has too little", async () => {
      const scene = await open();
      const agreement = await signedAgreement(scene, { pricePerMWh: RUINOUS_PRICE_PER_MWH });
      await scene.chain.time.setNextBlockTimestamp(windowEndOf(agreement));
      const closed = () => scene.market.connect(scene.seller).settleUnmetered(agreement);
      expect(await effectOf(scene, closed, { agreement })).to.deep.equal(
        settled(scene, agreement, {
          outcome: Outcome.Unmetered,
          energyWh: ENERGY_WH,
          paid: START_BALANCE,
          margin: MARGIN,
          debt: cost(ENERGY_WH, RUINOUS_PRICE_PER_MWH) - START_BALANCE,
        }),
      );
    });

    it("reverts if a late reading settled the agreement first", async () => {
      const scene = await open();
      const agreement = await signedAgreement(scene);
      await scene.chain.time.increaseTo(windowEndOf(agreement));
      await settle(scene, agreement, 0n);
      const closed = scene.market.connect(scene.seller).settleUnmetered(agreement);
      await expectWrongStatus(scene, closed, agreement, AgreementStatus.Settled);
    });
  });
}

function windowEndOf({ offer }: Agreement): bigint {
  return offer.deliveryEnd + DEFAULT_PARAMETERS.readingWindow;
}
