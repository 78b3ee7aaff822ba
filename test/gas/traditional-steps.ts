import type { Agreement } from "../../src/model/terms.js";
import type { TraditionalMarket } from "../../typechain-types/index.js";
import { reading } from "../support/market.js";
import { AGREED_WH, agreed, declared, gasOf, offerOfSeller, type WarmMarket } from "./warm-market.js";

type Warm = WarmMarket<TraditionalMarket>;

/**
 * The steps of a trade in the traditional market; each prepares what it needs and gives the gas of what it is named
 * after.
 */
export const TRADITIONAL_STEPS = {
  declare: async (warm: Warm) => gasOf(await warm.market.connect(warm.seller).declare(await offerOfSeller(warm, 2n))),
  accept: async (warm: Warm) => gasOf(await warm.market.connect(warm.buyer).accept(await declared(warm), AGREED_WH)),
  "verify, first of 7 authorities": async (warm: Warm) => first(await verified(warm, await agreed(warm))),
  "verify, last of 7 authorities": async (warm: Warm) => last(await verified(warm, await agreed(warm))),
  "verify, all 7 authorities": async (warm: Warm) => sum(await verified(warm, await agreed(warm))),
  "settle, in band": async (warm: Warm) => {
    const agreement = await agreed(warm);
    await verified(warm, agreement);
    await warm.chain.time.increaseTo(agreement.offer.deliveryEnd);
    const signature = await reading(warm.chain, warm.market, agreement, AGREED_WH);
    return gasOf(await warm.market.settle(agreement, AGREED_WH, signature));
  },
};

/** Every authority verifies; the gas of each. */
async function verified({ chain, market }: Warm, agreement: Agreement): Promise<number[]> {
  const gas: number[] = [];
  for (const authority of chain.authorities) gas.push(await gasOf(await market.connect(authority).verify(agreement)));
  return gas;
}
const first = (gas: readonly number[]) => gas[0]!;
const last = (gas: readonly number[]) => gas.at(-1)!;
const sum = (gas: readonly number[]) => gas.reduce((total, one) => total + one, 0);
