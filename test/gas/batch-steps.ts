import type { Wallet } from "ethers";

import { registrationKeyOf, seededWallet } from "../support/keys.js";
import { agreementIdOf, signOffer, signReading } from "../../src/market/typed-data.js";
import { Side, type Offer } from "../../src/model/terms.js";
import type { ImprovedMarket } from "../../typechain-types/index.js";
import { GENESIS, marketDomain, offerOf } from "../support/market.js";
import { AGREED_WH, gasOf, type WarmMarket } from "./warm-market.js";

type Warm = WarmMarket<ImprovedMarket>;

/** Items in a batch whose gas is measured. */
const BATCH = 100;
/** What everybody in a batch has, base units: more than a margin. */
const MEANS = 10_000_000n;

/**
 * Batches in which the items share their sender at most: all others are different users, as dear as a batch can be.
 * The gas of the whole transaction by the item, rounded up.
 */
export const BATCH_STEPS = {
  "accept, each of 100 in a batch": async (warm: Warm) =>
    accepted(warm, warm.buyer, await offersOfCrowd(warm, "seller")),
  "accept, each of 100 offers to buy in a batch": async (warm: Warm) =>
    accepted(warm, warm.seller, await offersOfCrowd(warm, "buyer")),
  "accept, each of 100 signed offers in a batch": async (warm: Warm) => {
    const { chain, market, buyer } = warm;
    const sellers = await crowd(warm, "seller");
    const domain = await marketDomain(chain, market);
    const items = [];
    for (const [i, offer] of (await offersOf(warm, sellers, Side.Sell)).entries())
      items.push({ offer, signature: await signOffer(sellers[i]!, domain, offer), energyWh: AGREED_WH });
    await market.setCaps(buyer.address, ...UNLIMITED);
    return each(await gasOf(await market.connect(buyer).acceptSignedMany(items)));
  },
  "settle, each of 100 in a batch": async (warm: Warm) => {
    const { chain, market } = warm;
    const offers = await offersOfCrowd(warm, "seller");
    const buyers = await crowd(warm, "buyer");
    for (const [i, offer] of offers.entries()) await market.connect(buyers[i]).accept(offer, AGREED_WH);
    await chain.time.increaseTo(offers[0]!.deliveryEnd);

    const domain = await marketDomain(chain, market);
    const items = [];
    for (const [i, offer] of offers.entries()) {
      const meter = meterOf(i);
      const terms = { offer, accepter: buyers[i]!.address, energyWh: AGREED_WH, fillIndex: 0n, meter: meter.address };
      const signature = await signReading(meter, domain, { agreement: agreementIdOf(terms), energyWh: AGREED_WH });
      items.push({ agreement: terms, energyWh: AGREED_WH, meterSignature: signature });
    }
    return each(await gasOf(await market.settleMany(items)));
  },
};

const UNLIMITED = [2n ** 16n - 1n, 2n ** 48n - 1n] as const;
const meterOf = (i: number) => seededWallet(1, `meter in a batch ${String(i)}`);

async function accepted({ market }: Warm, accepter: Wallet, offers: readonly Offer[]): Promise<number> {
  await market.setCaps(accepter.address, ...UNLIMITED);
  const items = offers.map((offer) => ({ offer, energyWh: AGREED_WH }));
  return each(await gasOf(await market.connect(accepter).acceptMany(items)));
}

function each(gas: number): number {
  return Math.ceil(gas / BATCH);
}

/** Registered users with money and a meter each. */
async function crowd(warm: Warm, name: "buyer" | "seller"): Promise<Wallet[]> {
  const { market, chain } = warm;
  const users = Array.from({ length: BATCH }, (_, i) =>
    seededWallet(1, `${name} ${i} in a batch`).connect(chain.ethers.provider),
  );
  await chain.token.mint(chain.operator.address, MEANS * BigInt(BATCH));
  await chain.token.approve(market, MEANS * BigInt(BATCH));
  for (const [i, user] of users.entries()) {
    await chain.networkHelpers.setBalance(user.address, 10n ** 18n);
    await market.connect(user).register(registrationKeyOf(user));
    await market.deposit(user.address, MEANS);
    await market.setMeter(user.address, meterOf(i).address);
  }
  return users;
}

/** An offer of each in a crowd, declared. */
async function offersOfCrowd(warm: Warm, name: "buyer" | "seller"): Promise<Offer[]> {
  const declarers = await crowd(warm, name);
  const offers = await offersOf(warm, declarers, name === "buyer" ? Side.Buy : Side.Sell);
  for (const [i, offer] of offers.entries()) await warm.market.connect(declarers[i]).declare(offer);
  return offers;
}

async function offersOf({ market }: Warm, declarers: readonly Wallet[], side: Side): Promise<Offer[]> {
  const terms = await offerOf(market, declarers[0]!, { now: GENESIS, side });
  return declarers.map(({ address }) => ({ ...terms, declarer: address }));
}
