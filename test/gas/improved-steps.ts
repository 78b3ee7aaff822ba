import { registrationKeyOf } from "../support/keys.js";
import { agreementIdOf } from "../../src/market/typed-data.js";
import { Reason } from "../../src/model/terms.js";
import type { ImprovedMarket } from "../../typechain-types/index.js";
import { reading, refusals, verification } from "../support/market.js";
import { permitOf } from "../support/permit.js";
import { BATCH_STEPS } from "./batch-steps.js";
import { SIGNED_OFFER_STEPS } from "./signed-offer-steps.js";
import { AGREED_WH, agreed, declared, gasOf, offerOfSeller, type WarmMarket } from "./warm-market.js";

type Warm = WarmMarket<ImprovedMarket>;

/** The steps of the improved market; each prepares what it needs and gives the gas of its one transaction. */
export const IMPROVED_STEPS = {
  register: async ({ chain, market }: Warm) => gasOf(await market.register(registrationKeyOf(chain.operator))),
  deposit: async ({ market, buyer }: Warm) => gasOf(await market.deposit(buyer.address, 1_000_000n)),
  "deposit with a permit": async ({ chain, market, buyer }: Warm) => {
    const permit = await permitOf(chain.token, buyer, market, buyer.address, 1_000_000n);
    return gasOf(await market.connect(buyer).depositWithPermit(...permit));
  },
  withdraw: async ({ market, buyer }: Warm) => gasOf(await market.connect(buyer).withdraw(1_000_000n, buyer.address)),

  declare: async (warm: Warm) => gasOf(await warm.market.connect(warm.seller).declare(await offerOfSeller(warm, 2n))),
  cancel: async (warm: Warm) => gasOf(await warm.market.connect(warm.seller).cancel(await declared(warm))),

  "accept, fast lane": async (warm: Warm) =>
    gasOf(await warm.market.connect(warm.buyer).accept(await declared(warm), AGREED_WH)),
  "accept, to be verified": async (warm: Warm) =>
    gasOf(await warm.market.connect(warm.guarded).accept(await declared(warm), AGREED_WH)),

  "verify, both parties and 5 of 7 authorities": async (warm: Warm) => {
    const agreement = await agreed(warm, warm.guarded);
    const { declarer, accepter, approvals } = await verification(warm.chain, warm.market, agreement);
    return gasOf(await warm.market.verify(agreement, declarer, accepter, approvals));
  },
  "refuse, 3 of 7 authorities": async (warm: Warm) => {
    const agreement = await agreed(warm, warm.guarded);
    const verdicts = await refusals(warm.chain, warm.market, agreementIdOf(agreement), Reason.CommitteeRefused, 3);
    return gasOf(await warm.market.refuse(agreement, Reason.CommitteeRefused, verdicts));
  },
  decline: async (warm: Warm) =>
    gasOf(await warm.market.connect(warm.guarded).decline(await agreed(warm, warm.guarded))),
  expire: async (warm: Warm) => {
    const agreement = await agreed(warm, warm.guarded);
    await warm.chain.time.increaseTo(agreement.offer.deliveryStart + 1n);
    return gasOf(await warm.market.expire(agreement));
  },

  "settle, in band": (warm: Warm) => settled(warm, AGREED_WH),
  "settle, excess": (warm: Warm) => settled(warm, (AGREED_WH * 12n) / 10n),
  "settle, shortfall": (warm: Warm) => settled(warm, (AGREED_WH * 8n) / 10n),
  "settle, with a debt": async (warm: Warm) => gasOf((await indebted(warm)).settlement),
  "settle, unmetered": async (warm: Warm) => {
    const agreement = await agreed(warm);
    await warm.chain.time.increaseTo(agreement.offer.deliveryEnd + (await warm.market.READING_WINDOW()));
    return gasOf(await warm.market.connect(warm.seller).settleUnmetered(agreement));
  },
  "pay a debt": async (warm: Warm) => {
    const { agreement } = await indebted(warm);
    await warm.market.deposit(warm.buyer.address, 100_000_000n);
    return gasOf(await warm.market.payDebt(agreement));
  },

  ...SIGNED_OFFER_STEPS,
  ...BATCH_STEPS,
};

async function settled(warm: Warm, usedWh: bigint): Promise<number> {
  return gasOf((await settlement(warm, usedWh)).settlement);
}

/** A settlement after the buyer has withdrawn all but the margin. */
function indebted(warm: Warm) {
  return settlement(warm, AGREED_WH, async () => {
    const { free } = await warm.market.accountOf(warm.buyer.address);
    await warm.market.connect(warm.buyer).withdraw(free, warm.buyer.address);
  });
}

async function settlement(warm: Warm, usedWh: bigint, beforehand?: () => Promise<void>) {
  const agreement = await agreed(warm);
  await beforehand?.();
  await warm.chain.time.increaseTo(agreement.offer.deliveryEnd);
  const signature = await reading(warm.chain, warm.market, agreement, usedWh);
  return { agreement, settlement: await warm.market.settle(agreement, usedWh, signature) };
}
