import { expect } from "chai";

import { agreementIdOf, offerIdOf } from "../../../src/market/typed-data.js";
import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import { AgreementStatus, Reason, Side, type Agreement } from "../../../src/model/terms.js";
import {
  awaitingAgreement,
  declaredOffer,
  ENERGY_WH,
  indebtedAgreement,
  offerBy,
  settle,
  verifyFully,
} from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

type Traditional = Scene<"traditional">;

/** The buyer's account is frozen from acceptance until the trade has ended. */
export function freezing(open: () => Promise<Traditional>): void {
  describe("coefficient", () => {
    it("is 1 for every trade of every user: nobody is spared", async () => {
      const { market, buyer, seller, stranger } = await open();
      for (const { address } of [buyer, seller])
        for (const energyWh of [0n, 1n, 2n ** 256n - 1n])
          expect(await market.coefficient(address, energyWh)).to.equal(10n ** 18n);
      await expectRevert(market.coefficient(stranger.address, 1n), market, "NotRegistered", stranger.address);
    });
  });

  describe("acceptance", () => {
    for (const side of [Side.Sell, Side.Buy])
      it(`freezes the buyer and nobody else, and waits (offer to ${side === Side.Buy ? "buy" : "sell"})`, async () => {
        const scene = await open();
        const { market, buyer, seller } = scene;
        const offer = await declaredOffer(scene, { side });
        const accepter = side === Side.Buy ? seller : buyer;
        const meter = await market.meterOf(buyer.address);
        const agreement = { offer, accepter: accepter.address, energyWh: ENERGY_WH, fillIndex: 0n, meter };
        const id = agreementIdOf(agreement);
        const accepted = () => market.connect(accepter).accept(offer, ENERGY_WH);
        const { AwaitingVerification } = AgreementStatus;
        const { events, changes } = await effectOf(scene, accepted, { agreement });
        expect(events).to.deep.equal([
          ["Accepted", id, offerIdOf(offer), accepter.address, ENERGY_WH, 0n, meter, AwaitingVerification],
        ]);
        expect(changes).to.deep.equal({
          "buyer.status": 1n,
          "offer.remainingWh": -ENERGY_WH,
          "offer.fills": 1n,
          "agreement.status": AwaitingVerification,
          "agreement.deadline": (await market.agreementState(id)).deadline,
        });
      });
  });

  describe("a frozen buyer", () => {
    for (const [when, trade] of [
      ["awaiting verification", awaitingAgreement],
      ["signed", signed],
    ] as const) {
      it(`can neither declare, nor accept, nor be accepted, nor withdraw while the trade is ${when}`, async () => {
        const scene = await open();
        const { market, buyer, bystander } = scene;
        const own = await declaredOffer({ ...scene, seller: buyer });
        const wish = await declaredOffer({ ...scene, seller: bystander }, { side: Side.Buy });
        const theirs = await declaredOffer({ ...scene, seller: bystander });
        await trade(scene);
        const frozen = market.connect(buyer);
        const offer = await offerBy({ ...scene, seller: buyer });
        for (const refused of [
          () => frozen.declare(offer),
          () => frozen.accept(theirs, 1n),
          () => market.connect(bystander).accept(own, 1n),
          () => market.connect(bystander).accept(wish, 1n),
          () => frozen.withdraw(1n, buyer.address),
          () => frozen.withdraw(0n, buyer.address),
        ])
          await expectRevert(refused(), market, "AccountFrozen", buyer.address);
      });

      it(`still receives deposits, from anyone, and cancels offers while the trade is ${when}`, async () => {
        const scene = await open();
        const { market, buyer, bystander } = scene;
        const own = await declaredOffer({ ...scene, seller: buyer });
        await trade(scene);
        for (const payer of [buyer, bystander]) {
          const { changes } = await effectOf(scene, () => market.connect(payer).deposit(buyer.address, 5n));
          expect(changes).to.include({ "buyer.free": 5n }).and.not.have.property("buyer.status");
        }
        await market.connect(buyer).cancel(own);
      });
    }

    it("leaves the seller free to trade and withdraw", async () => {
      const scene = await open();
      const { market, seller, bystander } = scene;
      await awaitingAgreement(scene);
      await awaitingAgreement({ ...scene, buyer: bystander });
      await market.connect(seller).withdraw(1n, seller.address);
    });

    it("stays frozen when one of its sales ends, and receives the money", async () => {
      const scene = await open();
      const { bystander, seller, chain } = scene;
      const sale = await signed(scene);
      await awaitingAgreement({ ...scene, buyer: seller, seller: bystander });
      await chain.time.setNextBlockTimestamp(sale.offer.deliveryEnd);
      const { changes } = await effectOf(scene, () => settle(scene, sale, ENERGY_WH));
      expect(changes).to.have.property("seller.free");
      expect(changes).to.not.have.property("seller.status");
    });

    for (const [end, act] of ENDS)
      it(`is free again after the trade is ${end}`, async () => {
        const scene = await open();
        const { market, buyer } = scene;
        const agreement = await act(scene);
        await market.connect(buyer).withdraw(0n, buyer.address);
        expect((await market.agreementState(agreementIdOf(agreement))).status).to.be.greaterThan(
          AgreementStatus.Signed,
        );
      });
  });
}

async function signed(scene: Traditional): Promise<Agreement> {
  const agreement = await awaitingAgreement(scene);
  await verifyFully(scene, agreement);
  return agreement;
}

/** Every way in which a trade can end. */
const ENDS: readonly (readonly [string, (scene: Traditional) => Promise<Agreement>])[] = [
  [
    "settled",
    async (scene) => {
      const agreement = await signed(scene);
      await scene.chain.time.increaseTo(agreement.offer.deliveryEnd);
      await settle(scene, agreement, ENERGY_WH);
      return agreement;
    },
  ],
  ["settled with a debt", indebtedAgreement],
  [
    "settled without a reading",
    async (scene) => {
      const agreement = await signed(scene);
      await scene.chain.time.increaseTo(agreement.offer.deliveryEnd + DEFAULT_PARAMETERS.readingWindow);
      await scene.market.connect(scene.buyer).settleUnmetered(agreement);
      return agreement;
    },
  ],
  [
    "void",
    async (scene) => {
      const agreement = await awaitingAgreement(scene, { marginPerMWh: 10n ** 10n });
      await verifyFully(scene, agreement);
      return agreement;
    },
  ],
  [
    "refused",
    async (scene) => {
      const agreement = await awaitingAgreement(scene);
      await scene.market.connect(scene.authority).refuse(agreement, Reason.KeyRefused);
      return agreement;
    },
  ],
  [
    "declined",
    async (scene) => {
      const agreement = await awaitingAgreement(scene);
      await scene.market.connect(scene.seller).decline(agreement);
      return agreement;
    },
  ],
  [
    "expired",
    async (scene) => {
      const agreement = await awaitingAgreement(scene);
      await scene.chain.time.increaseTo(agreement.offer.deliveryStart);
      await scene.market.expire(agreement);
      return agreement;
    },
  ],
];
