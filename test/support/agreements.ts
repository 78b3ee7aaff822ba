import type { ContractTransactionResponse } from "ethers";

import { signOffer } from "../../src/market/typed-data.js";
import { AgreementStatus, Side, type Agreement, type Offer } from "../../src/model/terms.js";
import type { ImprovedMarket } from "../../typechain-types/index.js";
import { accept, marketDomain, offerOf, reading, verification } from "./market.js";
import type { Scene } from "./scene.js";

/** What the tests agree on, Wh: with the prices below every amount of money has a fraction to round. */
export const ENERGY_WH = 333_333n;
export const PRICE_PER_MWH = 80_000_001n;
export const EXCESS_PRICE_PER_MWH = 84_000_007n;
export const DAMAGES_PRICE_PER_MWH = 8_000_009n;
export const MARGIN_PER_MWH = 16_000_003n;
const FEE_PER_MWH = 100_000n;
/** A price at which {@link ENERGY_WH} cost more than a user of the tests has. */
export const RUINOUS_PRICE_PER_MWH = 4_000_000_001n;

/** Cost of energy at a price, rounded down. */
export function cost(energyWh: bigint, perMWh: bigint): bigint {
  return (energyWh * perMWh) / 1_000_000n;
}

/** What signing an agreement on {@link ENERGY_WH} takes. */
export const MARGIN = cost(ENERGY_WH, MARGIN_PER_MWH);
export const FEE = cost(ENERGY_WH, FEE_PER_MWH);

type Deal = Pick<Scene, "kind" | "chain" | "market" | "buyer" | "seller">;

/**
 * An offer of the tests' prices by the scene's seller, or buyer, that is not declared yet; any term can be replaced.
 */
export async function offerBy({ chain, market, buyer, seller }: Deal, terms: Partial<Offer> = {}): Promise<Offer> {
  const declarer = terms.side === Side.Buy ? buyer : seller;
  return offerOf(market, declarer, {
    now: BigInt(await chain.time.latest()),
    pricePerMWh: PRICE_PER_MWH,
    excessPricePerMWh: EXCESS_PRICE_PER_MWH,
    damagesPricePerMWh: DAMAGES_PRICE_PER_MWH,
    marginPerMWh: MARGIN_PER_MWH,
    number: BigInt(await declarer.getNonce()),
    ...terms,
  });
}

/** The terms of a half-hour's delivery in so many hours, acceptable until it begins. */
export async function periodIn({ chain }: Pick<Scene, "chain">, hours: bigint) {
  const deliveryStart = BigInt(await chain.time.latest()) + hours * 3600n;
  return { expiry: deliveryStart, deliveryStart, deliveryEnd: deliveryStart + 1800n };
}

/** {@link offerBy}, declared. */
export async function declaredOffer(deal: Deal, terms: Partial<Offer> = {}): Promise<Offer> {
  const offer = await offerBy(deal, terms);
  await deal.market.connect(terms.side === Side.Buy ? deal.buyer : deal.seller).declare(offer);
  return offer;
}

/** {@link offerBy}, signed by its declarer, and not seen by the market. */
export async function signedOffer(deal: Deal, terms: Partial<Offer> = {}) {
  const offer = await offerBy(deal, terms);
  const declarer = terms.side === Side.Buy ? deal.buyer : deal.seller;
  return { offer, signature: await signOffer(declarer, await marketDomain(deal.chain, deal.market), offer) };
}

/** The agreement of the scene's parties on a new offer, accepted; what becomes of it is the market's to say. */
export async function acceptedAgreement(deal: Deal, terms: Partial<Offer> = {}, energyWh = ENERGY_WH) {
  const offer = await declaredOffer(deal, terms);
  return accept(deal.market, terms.side === Side.Buy ? deal.seller : deal.buyer, offer, energyWh);
}

/**
 * An agreement of the scene's parties that awaits verification. In the improved market the buyer's caps become zero.
 */
export async function awaitingAgreement(
  deal: Deal,
  terms: Partial<Offer> = {},
  energyWh = ENERGY_WH,
): Promise<Agreement> {
  if (deal.kind === "improved") await deal.market.setCaps(deal.buyer.address, 0, 0);
  const { agreement, status } = await acceptedAgreement(deal, terms, energyWh);
  if (status !== AgreementStatus.AwaitingVerification) throw new Error("the agreement does not await verification");
  return agreement;
}

/** Full verification as either market wants it; gives the transaction that completes it, sent `at` that second. */
export async function verifyFully(
  { chain, market }: Pick<Scene, "chain" | "market">,
  agreement: Agreement,
  at?: bigint,
): Promise<ContractTransactionResponse> {
  const untilThen = async () => {
    if (at !== undefined) await chain.time.setNextBlockTimestamp(at);
  };
  if (isImproved(market)) {
    const { declarer, accepter, approvals } = await verification(chain, market, agreement);
    await untilThen();
    return market.connect(chain.operator).verify(agreement, declarer, accepter, approvals);
  }
  const [last, ...first] = chain.authorities.toReversed();
  for (const authority of first) await market.connect(authority).verify(agreement);
  await untilThen();
  return market.connect(last).verify(agreement);
}

function isImproved(market: Scene["market"]): market is ImprovedMarket {
  return market.interface.hasFunction("RHO");
}

/** A signed agreement of the scene's parties: by the fast lane where there is one. */
export async function signedAgreement(
  deal: Deal,
  terms: Partial<Offer> = {},
  energyWh = ENERGY_WH,
): Promise<Agreement> {
  const { agreement, status } = await acceptedAgreement(deal, terms, energyWh);
  if (status === AgreementStatus.AwaitingVerification) await verifyFully(deal, agreement);
  return agreement;
}

/** A signed agreement whose delivery ends with the next block. */
export async function deliveredAgreement(
  deal: Deal,
  terms: Partial<Offer> = {},
  energyWh = ENERGY_WH,
): Promise<Agreement> {
  const agreement = await signedAgreement(deal, terms, energyWh);
  await deal.chain.time.setNextBlockTimestamp(agreement.offer.deliveryEnd);
  return agreement;
}

/** Settles with the meter's true reading. */
export async function settle(
  { chain, market, stranger }: Pick<Scene, "chain" | "market" | "stranger">,
  agreement: Agreement,
  energyWh: bigint,
): Promise<ContractTransactionResponse> {
  return market.connect(stranger).settle(agreement, energyWh, await reading(chain, market, agreement, energyWh));
}

/** A settled agreement whose buyer had less than it cost, and owes the rest. */
export async function indebtedAgreement(scene: Scene, terms: Partial<Offer> = {}): Promise<Agreement> {
  const agreement = await deliveredAgreement(scene, { pricePerMWh: RUINOUS_PRICE_PER_MWH, ...terms });
  await settle(scene, agreement, agreement.energyWh);
  return agreement;
}
