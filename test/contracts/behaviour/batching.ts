import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";

import { agreementIdOf, offerIdOf } from "../../../src/market/typed-data.js";
import type { Settlement } from "../../../src/model/market/batches.js";
import { AgreementStatus, OfferStatus } from "../../../src/model/terms.js";
import {
  awaitingAgreement,
  declaredOffer,
  ENERGY_WH,
  offerBy,
  RUINOUS_PRICE_PER_MWH,
  settle,
  signedAgreement,
  signedOffer,
} from "../../support/agreements.js";
import { effectOf, sumOf, type Effect } from "../../support/effect.js";
import { eventsOf } from "../../support/events.js";
import { reading } from "../../support/market.js";
import { revertData } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

/** A batch does what its items do one by one. An item that reverts changes nothing; an event holds its error. */
export function batching(open: () => Promise<Scene>): void {
  describe("acceptMany", () => {
    it("with no items does nothing", async () => {
      const scene = await open();
      const sent = () => scene.market.connect(scene.buyer).acceptMany([]);
      expect(await effectOf(scene, sent)).to.deep.equal({ events: [], changes: {} });
    });

    it("accepts what it can; an event holds the error of each item that reverts, the same as alone", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const buyOffers = await offersToBuy(scene);
      const offer = buyOffers[0]!;
      const own = await declaredOffer(scene);
      const cancelled = await declaredOffer(scene);
      await market.connect(seller).cancel(cancelled);
      const bad = [
        { offer: await offerBy(scene), energyWh: ENERGY_WH },
        { offer: cancelled, energyWh: ENERGY_WH },
        { offer: own, energyWh: ENERGY_WH },
        { offer, energyWh: 0n },
        { offer, energyWh: offer.energyWh + 1n },
      ];
      const good = buyOffers.map((one) => ({ offer: one, energyWh: ENERGY_WH }));
      const items = [bad[4]!, bad[0]!, good[0]!, bad[1]!, bad[2]!, good[1]!, bad[3]!];
      const alone = async (item: (typeof items)[number]) => {
        const accept = market.connect(seller).getFunction("accept");
        return good.includes(item) ? undefined : revertData(accept.staticCall(item.offer, item.energyWh));
      };
      const refusals = await Promise.all(items.map(alone));
      const ids = await market.connect(seller).acceptMany.staticCall(items);
      const events = await eventsOf(market, await market.connect(seller).acceptMany(items));

      const told = events.filter(([name]) => name === "AcceptanceRefused");
      expect(told).to.deep.equal(
        refusals.flatMap((refusal, i) =>
          refusal === undefined
            ? []
            : [["AcceptanceRefused", offerIdOf(items[i]!.offer), seller.address, BigInt(i), refusal]],
        ),
      );
      const accepted = events.filter(([name]) => name === "Accepted");
      expect(accepted.map(([, , offerId, accepter]) => [offerId, accepter])).to.deep.equal(
        good.map((item) => [offerIdOf(item.offer), seller.address]),
      );
      expect(ids.map((id) => BigInt(id) !== 0n)).to.deep.equal(refusals.map((refusal) => refusal === undefined));
      expect(ids.filter((id) => BigInt(id) !== 0n)).to.deep.equal(accepted.map(([, id]) => id));
    });

    it("has the effect of its items one by one, also with the same offer twice", async () => {
      const scene = await open();
      const { market, seller } = scene;
      const offers = await offersToBuy(scene);
      const items = [offers[0]!, offers[1]!].map((offer) => ({ offer, energyWh: ENERGY_WH }));
      items.push({ offer: offers[0]!, energyWh: offers[0]!.energyWh - ENERGY_WH + 1n });
      await expectSum(
        scene,
        offers[0]!,
        items.map(
          ({ offer, energyWh }) =>
            () =>
              market.connect(seller).accept(offer, energyWh),
        ),
        () => market.connect(seller).acceptMany(items),
        (_, refusal) => ["AcceptanceRefused", offerIdOf(offers[0]!), seller.address, 2n, refusal],
      );
    });

    it("keeps the caller: every item reverts for a caller who may not accept", async () => {
      const scene = await open();
      const { market, stranger } = scene;
      const offer = await declaredOffer(scene);
      const sent = () => market.connect(stranger).acceptMany([{ offer, energyWh: ENERGY_WH }]);
      const { events, changes } = await effectOf(scene, sent, { offer });
      const refusal = market.interface.encodeErrorResult("NotRegistered", [stranger.address]);
      expect(events).to.deep.equal([["AcceptanceRefused", offerIdOf(offer), stranger.address, 0n, refusal]]);
      expect(changes).to.deep.equal({});
    });
  });

  describe("acceptSignedMany", () => {
    it("opens signed offers, accepts open ones, and the other items revert alone", async () => {
      const scene = await open();
      const { market, seller, bystander } = scene;
      const [first, second] = [await signedOffer(scene, { number: 1n }), await signedOffer(scene, { number: 2n })];
      const accepter = bystander;
      const forged = { ...second, signature: first.signature };
      const items = [first, forged, { ...first, signature: "0x" }].map((item, i) => ({
        ...item,
        energyWh: BigInt(i + 1),
      }));
      const alone = market.connect(accepter).acceptSigned;
      const refusal = await revertData(alone.staticCall(forged.offer, forged.signature, 2n));
      const events = await eventsOf(market, await market.connect(accepter).acceptSignedMany(items));
      const begun = [
        ["Declared", offerIdOf(first.offer), seller.address],
        ["BegunBySignature", offerIdOf(first.offer)],
      ];
      expect(events.slice(0, 2).map((event) => event.slice(0, 3))).to.deep.equal(begun);
      const refused = events.filter(([name]) => name === "AcceptanceRefused");
      expect(refused[0]).to.deep.equal(["AcceptanceRefused", offerIdOf(second.offer), accepter.address, 1n, refusal]);
      expect((await market.offerState(offerIdOf(second.offer))).status).to.equal(OfferStatus.None);
      // In the traditional market the first acceptance has frozen the buyer's account.
      const fills = scene.kind === "improved" ? 2n : 1n;
      expect((await market.offerState(offerIdOf(first.offer))).fills).to.equal(fills);
      expect(refused).to.have.lengthOf(3 - Number(fills));
    });

    it("leaves no trace of an offer whose first acceptance reverts", async () => {
      const scene = await open();
      const { market, stranger } = scene;
      const { offer, signature } = await signedOffer(scene);
      const sent = () => market.connect(stranger).acceptSignedMany([{ offer, signature, energyWh: ENERGY_WH }]);
      const { events, changes } = await effectOf(scene, sent, { offer });
      expect(events.map(([name]) => name)).to.deep.equal(["AcceptanceRefused"]);
      expect(changes).to.deep.equal({});
    });
  });

  describe("settleMany", () => {
    it("with no items does nothing", async () => {
      const scene = await open();
      const sent = () => scene.market.connect(scene.stranger).settleMany([]);
      expect(await effectOf(scene, sent)).to.deep.equal({ events: [], changes: {} });
    });

    it("settles what it can; an event holds the error of each item that reverts, the same as alone", async () => {
      const scene = await open();
      const { market, chain, stranger } = scene;
      const [one, other] = await twoAgreements(scene);
      const awaiting = await awaitingAgreement({ ...scene, buyer: scene.others[1] });
      const early = await signedAgreement(
        { ...scene, buyer: chain.users[5]! },
        { deliveryEnd: other.offer.deliveryEnd + 9999n },
      );
      await chain.time.increaseTo(other.offer.deliveryEnd);
      const item = async (agreement: typeof one, energyWh = ENERGY_WH) => ({
        agreement,
        energyWh,
        meterSignature: await reading(chain, market, agreement, energyWh),
      });
      const good = [await item(one), await item(other)];
      const items = [
        await item(awaiting),
        good[0]!,
        await item(early),
        { ...good[1]!, energyWh: ENERGY_WH + 1n },
        { ...good[1]!, meterSignature: "0x" },
        { ...good[1]!, agreement: { ...other, fillIndex: 9n } },
        good[1]!,
        good[1]!,
      ];
      const settleAlone = market.connect(stranger).settle;
      const alone = (i: number) => {
        const { agreement, energyWh, meterSignature } = items[i]!;
        return revertData(settleAlone.staticCall(agreement, energyWh, meterSignature));
      };
      const bad = [0, 2, 3, 4, 5];
      const expected = await Promise.all(bad.map(async (i) => [i, await alone(i)] as const));
      const twice = market.interface.encodeErrorResult("WrongStatus", [agreementIdOf(other), AgreementStatus.Settled]);
      const settled = await market.connect(stranger).settleMany.staticCall(items);
      const events = await eventsOf(market, await market.connect(stranger).settleMany(items));
      expect([...settled]).to.deep.equal(items.map((_, i) => i === 1 || i === 6));
      expect(events.filter(([name]) => name === "SettlementRefused")).to.deep.equal(
        [...expected, [7, twice] as const].map(([i, refusal]) => [
          "SettlementRefused",
          agreementIdOf(items[i]!.agreement),
          BigInt(i),
          refusal,
        ]),
      );
      expect(events.filter(([name]) => name === "Settled").map(([, id]) => id)).to.deep.equal(
        [one, other].map(agreementIdOf),
      );
    });

    it("has the effect of its items one by one: the first takes all of the buyer's money, the second leaves a debt", async () => {
      const scene = await open();
      const { market, chain, stranger } = scene;
      const terms = { pricePerMWh: RUINOUS_PRICE_PER_MWH / 2n };
      const [one, other] = await twoAgreements(scene, terms);
      await chain.time.increaseTo(other.offer.deliveryEnd);
      const items: Settlement[] = [];
      for (const agreement of [one, other, one]) {
        const energyWh = 4n * ENERGY_WH;
        items.push({ agreement, energyWh, meterSignature: await reading(chain, market, agreement, energyWh) });
      }
      await expectSum(
        scene,
        one.offer,
        items.map(
          ({ agreement, energyWh, meterSignature }) =>
            () =>
              market.connect(stranger).settle(agreement, energyWh, meterSignature),
        ),
        () => market.connect(stranger).settleMany(items),
        (_, refusal) => ["SettlementRefused", agreementIdOf(one), 2n, refusal],
      );
    });

    it("continues if another caller has settled one of its items first", async () => {
      const scene = await open();
      const { market, chain, stranger } = scene;
      const [one, other] = await twoAgreements(scene);
      await chain.time.increaseTo(other.offer.deliveryEnd);
      const items: Settlement[] = [];
      for (const agreement of [one, other])
        items.push({ agreement, energyWh: 1n, meterSignature: await reading(chain, market, agreement, 1n) });
      await settle(scene, one, ENERGY_WH);
      await market.connect(stranger).settleMany(items);
      for (const agreement of [one, other])
        expect((await market.agreementState(agreementIdOf(agreement))).status).to.equal(AgreementStatus.Settled);
    });
  });
}

/** Offers to buy by two users, which the seller can accept one after the other in either market. */
async function offersToBuy(scene: Scene) {
  const deals = [scene, { ...scene, buyer: scene.bystander }];
  const offers = [];
  for (const deal of deals) offers.push(await declaredOffer(deal, { side: 0n }));
  return offers;
}

/** Two signed agreements of the scene's seller: with two buyers where buyers are frozen. */
async function twoAgreements(scene: Scene, terms = {}) {
  const one = await signedAgreement(scene, terms);
  const other = await signedAgreement(scene.kind === "improved" ? scene : { ...scene, buyer: scene.bystander }, terms);
  return [one, other] as const;
}

type Send = () => Promise<ContractTransactionResponse>;

/** Expects a batch to do what its items do one by one, where the last one reverts. */
async function expectSum(
  scene: Scene,
  offer: Parameters<typeof offerIdOf>[0],
  items: readonly Send[],
  batch: Send,
  refused: (index: bigint, refusal: string) => Effect["events"][number],
): Promise<void> {
  const { chain } = scene;
  const moment = BigInt(await chain.time.latest()) + 100n;
  const before = await chain.networkHelpers.takeSnapshot();
  await chain.ethers.provider.send("hardhat_setNextBlockBaseFeePerGas", ["0x0"]);
  const effects: Effect[] = [];
  await chain.networkHelpers.time.setNextBlockTimestamp(moment);
  for (const item of items.slice(0, -1)) effects.push(await effectOf(scene, item, { offer }));
  const refusal = await revertData(items.at(-1)!());
  await before.restore();

  await chain.networkHelpers.time.setNextBlockTimestamp(moment);
  const together = await effectOf(scene, batch, { offer });
  expect(together).to.deep.equal(sumOf(...effects, { events: [refused(2n, refusal)], changes: {} }));
}
