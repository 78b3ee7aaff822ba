import { signOffer } from "../../src/market/typed-data.js";
import type { ImprovedMarket } from "../../typechain-types/index.js";
import { marketDomain } from "../support/market.js";
import { AGREED_WH, gasOf, offerOfSeller, type WarmMarket } from "./warm-market.js";

type Warm = WarmMarket<ImprovedMarket>;

/** What an offer signed off chain costs. */
export const SIGNED_OFFER_STEPS = {
  "accept a signed offer, first": async (warm: Warm) => gasOf(await accepted(warm, await signedOffer(warm))),
  "accept a signed offer, next": async (warm: Warm) => {
    const signed = await signedOffer(warm);
    await accepted(warm, signed);
    return gasOf(await accepted(warm, signed));
  },
  "cancel a signed offer": async (warm: Warm) =>
    gasOf(await warm.market.connect(warm.seller).cancelSigned((await signedOffer(warm)).offer)),
  "cancel all signed offers up to a number": async (warm: Warm) =>
    gasOf(await warm.market.connect(warm.seller).cancelUpTo(2n)),
};

async function signedOffer(warm: Warm) {
  const { chain, market, seller } = warm;
  const offer = await offerOfSeller(warm, 2n);
  return { offer, signature: await signOffer(seller, await marketDomain(chain, market), offer) };
}

async function accepted({ market, buyer }: Warm, { offer, signature }: Awaited<ReturnType<typeof signedOffer>>) {
  return market.connect(buyer).acceptSigned(offer, signature, AGREED_WH);
}
