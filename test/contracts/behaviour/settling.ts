import { expect } from "chai";

import { agreementIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, Outcome, Side, type Agreement } from "../../../src/model/terms.js";
import {
  awaitingAgreement,
  cost,
  DAMAGES_PRICE_PER_MWH,
  deliveredAgreement,
  ENERGY_WH,
  EXCESS_PRICE_PER_MWH,
  MARGIN,
  PRICE_PER_MWH,
  settle,
  signedAgreement,
} from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { reading, START_BALANCE } from "../../support/market.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";
import { expectWrongStatus, settled } from "./expectations.js";

const CLAUSES = [
  ["none of the energy", 0n, Outcome.Shortfall],
  ["the last watt-hour below 90 %", 299_999n, Outcome.Shortfall],
  ["the first watt-hour above 90 %", 300_000n, Outcome.InBand],
  ["the energy agreed", ENERGY_WH, Outcome.InBand],
  ["the last watt-hour below 110 %", 366_666n, Outcome.InBand],
  ["the first watt-hour above 110 %", 366_667n, Outcome.Excess],
  ["three times the energy", 1_000_000n, Outcome.Excess],
] as const;

export function settling(open: () => Promise<Scene>): void {
  describe("settle", () => {
    it("reverts before the end of delivery, and not at that second", async () => {
      const scene = await open();
      const { market, chain } = scene;
      const agreement = await signedAgreement(scene);
      const { deliveryEnd } = agreement.offer;
      await chain.time.setNextBlockTimestamp(deliveryEnd - 1n);
      await expectRevert(settle(scene, agreement, ENERGY_WH), market, "DeliveryNotEnded", deliveryEnd);
      await chain.time.setNextBlockTimestamp(deliveryEnd);
      await settle(scene, agreement, ENERGY_WH);
    });

    it("reverts for an agreement that awaits verification, or was never made", async () => {
      const scene = await open();
      const agreement = await awaitingAgreement(scene);
      const unmade = { ...agreement, energyWh: agreement.energyWh - 1n };
      await scene.chain.time.increaseTo(agreement.offer.deliveryEnd);
      await expectWrongStatus(
        scene,
        settle(scene, agreement, ENERGY_WH),
        agreement,
        AgreementStatus.AwaitingVerification,
      );
      await expectWrongStatus(scene, settle(scene, unmade, ENERGY_WH), unmade, AgreementStatus.None);
    });

    it("reverts for a second settlement, also with another reading", async () => {
      const scene = await open();
      const agreement = await deliveredAgreement(scene);
      await settle(scene, agreement, ENERGY_WH);
      for (const energyWh of [ENERGY_WH, 0n])
        await expectWrongStatus(scene, settle(scene, agreement, energyWh), agreement, AgreementStatus.Settled);
    });

    for (const side of [Side.Sell, Side.Buy])
      for (const [used, energyWh, outcome] of CLAUSES)
        it(`charges ${used} by its clause (offer to ${side === Side.Buy ? "buy" : "sell"})`, async () => {
          const scene = await open();
          const agreement = await deliveredAgreement(scene, { side });
          const effect = await effectOf(scene, () => settle(scene, agreement, energyWh), { agreement });
          const paid = due(energyWh);
          expect(effect).to.deep.equal(settled(scene, agreement, { outcome, energyWh, paid, margin: MARGIN }));
        });

    it("charges exactly at the ends of the band, where they are whole watt-hours", async () => {
      for (const [energyWh, outcome] of [
        [899_999n, Outcome.Shortfall],
        [900_000n, Outcome.InBand],
        [1_100_000n, Outcome.InBand],
        [1_100_001n, Outcome.Excess],
      ] as const) {
        const scene = await open();
        const agreement = await deliveredAgreement(scene, { marginPerMWh: 0n }, 1_000_000n);
        const { events } = await effectOf(scene, () => settle(scene, agreement, energyWh), { agreement });
        const paid = due(energyWh, 1_000_000n);
        expect(events).to.deep.equal([["Settled", agreementIdOf(agreement), outcome, energyWh, paid, 0n]]);
      }
    });

    it("gives the whole margin back when nothing is due", async () => {
      const scene = await open();
      const agreement = await deliveredAgreement(scene, { damagesPricePerMWh: 0n });
      const { changes } = await effectOf(scene, () => settle(scene, agreement, 0n), { agreement });
      expect(changes).to.include({ "buyer.free": MARGIN }).and.not.have.property("seller.free");
    });

    it("takes the last base unit of margin and balance without a debt, and the next one as a debt", async () => {
      for (const lacking of [0n, 1n]) {
        const scene = await open();
        const agreement = await deliveredAgreement(scene, { pricePerMWh: 1_000_000_000n + lacking }, 1_000_000n);
        const { free } = await scene.market.accountOf(scene.buyer.address);
        const margin = cost(1_000_000n, agreement.offer.marginPerMWh);
        const effect = await effectOf(scene, () => settle(scene, agreement, 1_000_000n), { agreement });
        const details = { outcome: Outcome.InBand, energyWh: 1_000_000n, paid: free + margin, margin, debt: lacking };
        expect(effect).to.deep.equal(settled(scene, agreement, details));
      }
    });

    it("handles the largest energy and prices of their types: nothing overflows, and all that is missing is owed", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      const [energyWh, price] = [2n ** 48n - 1n, 2n ** 96n - 1n];
      for (const { address } of [buyer, seller]) await market.setCaps(address, 1n, energyWh);
      await market.setFee(0n);
      const terms = { energyWh, pricePerMWh: price, excessPricePerMWh: price, damagesPricePerMWh: price };
      const agreement = await deliveredAgreement(scene, { ...terms, marginPerMWh: 0n }, energyWh);
      const effect = await effectOf(scene, () => settle(scene, agreement, energyWh), { agreement });
      const details = { outcome: Outcome.InBand, energyWh, paid: START_BALANCE, margin: 0n };
      const debt = cost(energyWh, price) - START_BALANCE;
      expect(effect).to.deep.equal(settled(scene, agreement, { ...details, debt }));
    });

    it("lets a buyer who has paid trade again", async () => {
      const scene = await open();
      const agreement = await deliveredAgreement(scene);
      await settle(scene, agreement, ENERGY_WH);
      await signedAgreement(scene);
    });

    it("keeps the meter of acceptance after the user's meter has changed", async () => {
      const scene = await open();
      const { market, buyer, bystander, chain } = scene;
      const agreement = await signedAgreement(scene);
      await market.setMeter(buyer.address, chain.meters[2]!.address);
      await chain.time.setNextBlockTimestamp(agreement.offer.deliveryEnd);
      const newMeter: Agreement = { ...agreement, meter: chain.meters[2]!.address };
      const signature = await reading(chain, market, newMeter, 0n);
      await expectWrongStatus(
        scene,
        market.connect(bystander).settle(newMeter, 0n, signature),
        newMeter,
        AgreementStatus.None,
      );
      await settle(scene, agreement, ENERGY_WH);
    });
  });
}

/** The paper's clauses, multiplied out and rounded down once. */
function due(usedWh: bigint, agreedWh = ENERGY_WH): bigint {
  const [used, floor, ceiling] = [usedWh * 10n, agreedWh * 9n, agreedWh * 11n];
  const inBand = used < ceiling ? used : ceiling;
  const excess = used > ceiling ? used - ceiling : 0n;
  const missing = used < floor ? floor - used : 0n;
  const exact = inBand * PRICE_PER_MWH + excess * EXCESS_PRICE_PER_MWH + missing * DAMAGES_PRICE_PER_MWH;
  return exact / 10_000_000n;
}
