import type { Random } from "../../../src/model/random.js";
import { accountOf, UserStatus } from "../../../src/model/market/state.js";
import { offerStateOf } from "../../../src/model/market/offers.js";
import { partiesOf, Side, type Agreement, type Offer } from "../../../src/model/terms.js";
import { between, chance, pick, weighted } from "../dice.js";
import { onMarket, type Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";
import { FLAWS } from "../weights.js";

const declare: Propose = (scene, random) => {
  const flaw = weighted(random, FLAWS.declare);
  const sender = flaw === "stranger" ? pick(random, scene.people.strangers)!.address : trader(scene, random);
  const offer = termsOf(scene, random, sender);
  const { expiry, deliveryStart, damagesPricePerMWh, feePerMWh } = offer;
  if (flaw === "foreign") return onMarket(trader(scene, random), "declare", offer);
  if (flaw === "noEnergy") return onMarket(sender, "declare", { ...offer, energyWh: 0n });
  if (flaw === "period" && chance(random, 0.5))
    return onMarket(sender, "declare", { ...offer, deliveryEnd: deliveryStart });
  if (flaw === "period") return onMarket(sender, "declare", { ...offer, expiry: deliveryStart + 1n });
  if (flaw === "damages")
    return onMarket(sender, "declare", {
      ...offer,
      pricePerMWh: damagesPricePerMWh / 2n,
      damagesPricePerMWh: damagesPricePerMWh / 2n + 1n,
    });
  if (flaw === "fee") return onMarket(sender, "declare", { ...offer, feePerMWh: feePerMWh + 1n });
  if (flaw === "expired") return onMarket(sender, "declare", { ...offer, expiry: scene.now - (expiry % 2n) });
  const known = scene.offers.draw(random, chance(random, 0.5) ? "open" : "old");
  if (flaw === "doubled") return known && onMarket(known.declarer, "declare", known);
  return onMarket(sender, "declare", offer);
};

/** Terms that anybody can offer now. */
export function termsOf(scene: DrawnScene, random: Random, declarer: string): Offer {
  const extreme = chance(random, 0.03);
  const pricePerMWh = extreme ? MOST_PRICE : between(random, 0n, 100_000_000n);
  const expiry = scene.now + period(random, 4n);
  const deliveryStart = expiry + period(random, 3n) - 1n;
  return {
    declarer,
    side: chance(random, 0.5) ? Side.Buy : Side.Sell,
    // At the highest price a little energy, so that its debts can be paid.
    energyWh: extreme ? between(random, 1n, 9n) : chance(random, 0.02) ? MOST_ENERGY : between(random, 1n, 3_000_000n),
    pricePerMWh,
    excessPricePerMWh: between(random, 0n, 120_000_000n),
    damagesPricePerMWh: chance(random, 0.1) ? pricePerMWh : pricePerMWh / between(random, 1n, 20n),
    marginPerMWh: chance(random, 0.02) ? MOST_PRICE : between(random, 0n, 10n ** between(random, 5n, 7n)),
    feePerMWh: scene.state.feePerMWh,
    deliveryStart,
    deliveryEnd: deliveryStart + period(random, 3n),
    expiry,
    number: between(random, 0n, 2n ** 40n),
  };
}

const cancel: Propose = (scene, random) => {
  const flaw = weighted(random, FLAWS.cancel);
  const offer = scene.offers.draw(random, flaw === "old" ? "old" : "open");
  if (offer === undefined) return undefined;
  if (flaw === "foreign") return onMarket(trader(scene, random), "cancel", offer);
  if (flaw === "undeclared") return onMarket(offer.declarer, "cancel", { ...offer, number: offer.number + 1n });
  return onMarket(offer.declarer, "cancel", offer);
};

const accept: Propose = (scene, random) => {
  const flaw = weighted(random, FLAWS.accept);
  const drawn = [0, 1, 2].map(() => scene.offers.draw(random, flaw === "old" ? "old" : "open"));
  const offer = drawn.find((one) => one !== undefined && mayTrade(scene, one.declarer)) ?? drawn[0];
  if (offer === undefined) return undefined;
  const { remainingWh } = offerStateOf(scene.state, scene.cryptography.offerId(offer));
  const energyWh = chance(random, 0.3) ? remainingWh : 1n + wide(random, remainingWh);
  const sender = trader(scene, random, offer.declarer);
  if (flaw === "tooMuch")
    return onMarket(sender, "accept", offer, remainingWh + 1n < MOST_ENERGY ? remainingWh + 1n : 1n);
  if (flaw === "nothing") return onMarket(sender, "accept", offer, 0n);
  if (flaw === "own") return onMarket(offer.declarer, "accept", offer, energyWh);
  if (flaw === "tampered")
    return onMarket(sender, "accept", { ...offer, pricePerMWh: offer.pricePerMWh / 2n }, energyWh);
  if (flaw === "stranger") return onMarket(pick(random, scene.people.strangers)!.address, "accept", offer, energyWh);
  return onMarket(sender, "accept", offer, energyWh);
};

/** A seller whose agreement awaits verification buys at short notice: so a debt can come before the signing. */
const acceptWhileSelling: Propose = (scene, random) => {
  const mayBuy = (agreement: Agreement) => mayTrade(scene, partiesOf(agreement).seller);
  const awaiting = pick(random, scene.agreements.on("awaiting").filter(mayBuy));
  if (awaiting === undefined) return undefined;
  const { seller } = partiesOf(awaiting);
  const isInTime = ({ side, declarer, deliveryEnd }: Offer) =>
    side === Side.Sell &&
    declarer !== seller &&
    mayTrade(scene, declarer) &&
    deliveryEnd < awaiting.offer.deliveryStart;
  const offer = scene.offers.on("open").find(isInTime);
  if (offer === undefined) return undefined;
  const { remainingWh } = offerStateOf(scene.state, scene.cryptography.offerId(offer));
  return onMarket(seller, "accept", offer, 1n + wide(random, remainingWh));
};

/** Mostly somebody who may trade, and with somebody else. */
export function trader(scene: DrawnScene, random: Random, partner?: string): string {
  const { users } = scene.people;
  const may = users.filter(({ address }) => address !== partner && mayTrade(scene, address));
  return pick(random, may.length > 0 && chance(random, 0.85) ? may : users)!.address;
}

function mayTrade({ state }: DrawnScene, user: string): boolean {
  const { status, openDebts } = accountOf(state, user);
  return status === UserStatus.Active && openDebts === 0n;
}

/** A period of 1 to 10^`digits` s, short ones as often as long ones. */
function period(random: Random, digits: bigint): bigint {
  return between(random, 1n, 10n ** between(random, 1n, digits));
}

/** A whole number below `limit`, small ones more often. */
export function wide(random: Random, limit: bigint): bigint {
  return limit === 0n ? 0n : between(random, 0n, limit - 1n) / between(random, 1n, 4n);
}

const MOST_PRICE = 2n ** 96n - 1n;
const MOST_ENERGY = 2n ** 48n - 1n;

export const offerProposers = { declare, cancel, accept, acceptWhileSelling };
