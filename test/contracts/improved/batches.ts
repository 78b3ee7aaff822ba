import { expect } from "chai";

import { AgreementStatus } from "../../../src/model/terms.js";
import { declaredOffer, ENERGY_WH } from "../../support/agreements.js";
import { eventsOf } from "../../support/events.js";
import { START_BALANCE } from "../../support/market.js";
import type { Scene } from "../../support/scene.js";

/** The fast lane in a batch: each item sees the usage of those before it. */
export function batches(open: () => Promise<Scene<"improved">>): void {
  describe("a batch on the fast lane", () => {
    it("counts every item: what exceeds a cap awaits verification", async () => {
      const scene = await open();
      await scene.market.setCaps(scene.buyer.address, 2, 10n * ENERGY_WH);
      const { Signed, AwaitingVerification } = AgreementStatus;
      expect(await statusesOf(scene, 0n)).to.deep.equal([Signed, Signed, AwaitingVerification]);
      const { usedTrades, usedEnergyWh } = await scene.market.accountOf(scene.buyer.address);
      expect([usedTrades, usedEnergyWh]).to.deep.equal([2n, 2n * ENERGY_WH]);
    });

    it("spends the margin once: an item without its margin is void, and the batch goes on", async () => {
      const scene = await open();
      // Two margins and a little more.
      const { Signed, Void } = AgreementStatus;
      expect(await statusesOf(scene, (START_BALANCE * 1_000_000n * 2n) / (5n * ENERGY_WH))).to.deep.equal([
        Signed,
        Signed,
        Void,
      ]);
    });
  });
}

/** The results of three items on one offer. */
async function statusesOf(scene: Scene, marginPerMWh: bigint): Promise<unknown[]> {
  const { market, buyer } = scene;
  const offer = await declaredOffer(scene, { marginPerMWh });
  const items = [0, 1, 2].map(() => ({ offer, energyWh: ENERGY_WH }));
  const events = await eventsOf(market, await market.connect(buyer).acceptMany(items));
  return events.filter(([name]) => name === "Accepted").map((event) => event.at(-1));
}
