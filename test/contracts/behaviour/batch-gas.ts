import { expect } from "chai";
import hre from "hardhat";

import type { Settlement } from "../../../src/model/market/batches.js";
import { AgreementStatus, Side } from "../../../src/model/terms.js";
import { declaredOffer, ENERGY_WH, offerBy, signedAgreement } from "../../support/agreements.js";
import { reading } from "../../support/market.js";
import { expectRevert, revertData } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

/** A call, and its result with enough gas. */
interface Batch {
  readonly call: (gasLimit: bigint) => Promise<readonly unknown[]>;
  readonly gas: bigint;
}

/** With any amount of gas, a batch does everything or nothing. No item is recorded as reverted for lack of gas. */
export function batchGas(open: () => Promise<Scene>): void {
  describe("a batch with too little gas", () => {
    it("of acceptances never records an item as reverted for lack of gas", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const offers = [];
      for (const buyer of [scene.buyer, scene.bystander])
        offers.push(await declaredOffer({ ...scene, buyer }, { side: Side.Buy }));
      const items = [offers[0]!, await offerBy(scene), offers[1]!].map((offer) => ({ offer, energyWh: ENERGY_WH }));
      const contract = market.connect(seller);
      await expectAllOrNothing(scene, {
        call: (gasLimit) => contract.acceptMany.staticCall(items, { gasLimit }),
        gas: await contract.acceptMany.estimateGas(items),
      });
    });

    it("of settlements never records an item as reverted for lack of gas, also during signature recovery", async () => {
      const scene = await open();
      const { market, chain, stranger } = scene;
      const agreements = [];
      for (const buyer of [scene.buyer, scene.bystander]) agreements.push(await signedAgreement({ ...scene, buyer }));
      await chain.time.increaseTo(agreements[1]!.offer.deliveryEnd);
      const items: Settlement[] = [];
      for (const agreement of [agreements[0]!, agreements[0]!, agreements[1]!]) {
        const meterSignature = await reading(chain, market, agreement, ENERGY_WH);
        items.push({ agreement, energyWh: ENERGY_WH, meterSignature });
      }
      const contract = market.connect(stranger);
      await expectAllOrNothing(scene, {
        call: (gasLimit) => contract.settleMany.staticCall(items, { gasLimit }),
        gas: await contract.settleMany.estimateGas(items),
      });
    });

    it("reverts also in a transaction, and leaves nothing on record", async function () {
      if (hre.globalOptions.coverage) this.skip();
      const scene = await open();
      const { market, buyer } = scene;
      const offer = await declaredOffer(scene);
      const items = [{ offer, energyWh: ENERGY_WH }];
      const gas = await market.connect(buyer).acceptMany.estimateGas(items);
      const sent = market.connect(buyer).acceptMany(items, { gasLimit: gas - 2000n });
      await expect(sent).to.be.revertedWithCustomError(market, "ItemUnfinished").withArgs(0n);
      const agreements = await market.queryFilter(market.filters.Accepted(undefined, undefined, buyer.address));
      expect(agreements.filter(({ args }) => args.status === AgreementStatus.Void)).to.deep.equal([]);
    });
  });
}

/** Amounts between enough gas and none, in small steps. */
async function expectAllOrNothing({ market }: Scene, { call, gas }: Batch): Promise<void> {
  const all = await call(2n * gas);
  const unfinished = new Map<bigint, bigint>();
  for (let gasLimit = gas + STEP; gasLimit > BASE; gasLimit -= STEP) {
    try {
      expect(await call(gasLimit)).to.deep.equal(all);
    } catch (error) {
      const data = await revertData(Promise.reject(error as Error)).catch(() => "0x");
      if (data === "0x") continue;
      const { name, args } = market.interface.parseError(data)!;
      expect(name).to.equal("ItemUnfinished");
      unfinished.set(args[0] as bigint, gasLimit);
    }
  }
  // Each good item ran out of gas at some amount; the bad one mostly costs too little for that. Instrumented code needs
  // more gas to report this than an item leaves, and reverts without data.
  if (!hre.globalOptions.coverage) expect([...unfinished.keys()]).to.include.members([0n, 2n]);
  for (const [index, gasLimit] of unfinished) await expectRevert(call(gasLimit), market, "ItemUnfinished", index);
}

const STEP = 397n;
/** Less than the cost of any transaction. */
const BASE = 21_000n;
