import type { Random } from "../../../src/model/random.js";
import { lowestNumberOf, offerStateOf } from "../../../src/model/market/offers.js";
import { OfferStatus, type Offer } from "../../../src/model/terms.js";
import { between, chance, pick, weighted } from "../dice.js";
import { onMarket, type Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";
import { malformed, signatureOf } from "../signatures.js";
import { FLAWS } from "../weights.js";
import { termsOf, trader, wide } from "./offers.js";

/** An offer that its declarer has signed is accepted: mostly one that nobody has seen. */
const acceptSigned: Propose = (scene, random) => {
  const flaw = weighted(random, FLAWS.acceptSigned);
  const offer = signedOffer(scene, random, flaw);
  if (offer === undefined) return undefined;
  const { status, remainingWh } = offerStateOf(scene.state, scene.cryptography.offerId(offer));
  const left = status === OfferStatus.None ? offer.energyWh : remainingWh;
  const energyWh = flaw === "tooMuch" ? left + 1n : chance(random, 0.3) ? left : 1n + wide(random, left);
  const sender = flaw === "own" ? offer.declarer : trader(scene, random, offer.declarer);
  if (energyWh > MOST_ENERGY) return undefined;
  return onMarket(sender, "acceptSigned", offer, signatureBy(scene, random, offer, flaw), energyWh);
};

function signedOffer(scene: DrawnScene, random: Random, flaw: string): Offer | undefined {
  if (flaw === "old") return scene.offers.draw(random, "old");
  if (flaw === "open") return scene.offers.draw(random, "open");
  const declarer = flaw === "stranger" ? pick(random, scene.people.strangers)!.address : trader(scene, random);
  const offer = { ...termsOf(scene, random, declarer), number: numberOf(scene, random, declarer) };
  const { feePerMWh, deliveryStart, damagesPricePerMWh } = offer;
  switch (flaw) {
    case "noEnergy":
      return { ...offer, energyWh: 0n };
    case "period":
      return { ...offer, deliveryEnd: deliveryStart };
    case "damages":
      return { ...offer, pricePerMWh: damagesPricePerMWh / 2n, damagesPricePerMWh: damagesPricePerMWh / 2n + 1n };
    case "fee":
      return { ...offer, feePerMWh: feePerMWh + 1n };
    case "expired":
      return { ...offer, expiry: scene.now };
    default:
      return offer;
  }
}

/** The declarer's signature; or with the flaw. */
function signatureBy(
  { people, cryptography, elsewhere }: DrawnScene,
  random: Random,
  offer: Offer,
  flaw: string,
): string {
  const signer = flaw === "signer" ? pick(random, people.users)!.address : offer.declarer;
  const about = flaw === "tampered" ? { ...offer, pricePerMWh: offer.pricePerMWh ^ 1n } : offer;
  const signature = signatureOf(people, flaw === "otherMarket" ? elsewhere : cryptography, signer, {
    kind: "offer",
    offer: about,
  });
  return flaw === "malformed" ? malformed(random, signature) : signature;
}

/** Takes back an offer that was signed: unseen, open or old. */
const cancelSigned: Propose = (scene, random) => {
  const flaw = weighted(random, FLAWS.cancelSigned);
  const declarer = trader(scene, random);
  const unseen = { ...termsOf(scene, random, declarer), number: numberOf(scene, random, declarer) };
  const offer = flaw === "open" || flaw === "old" ? scene.offers.draw(random, flaw) : unseen;
  return offer && onMarket(flaw === "foreign" ? trader(scene, random) : offer.declarer, "cancelSigned", offer);
};

/** Takes back all up to a number: of an open offer, a little above the last, or too low. */
const cancelUpTo: Propose = (scene, random) => {
  const open = chance(random, 0.5) ? scene.offers.on("open").find((offer) => isBySignature(scene, offer)) : undefined;
  const declarer = open?.declarer ?? trader(scene, random);
  const number = open?.number ?? numberOf(scene, random, declarer);
  return onMarket(declarer, "cancelUpTo", number);
};

function isBySignature({ state, cryptography }: DrawnScene, offer: Offer): boolean {
  return offerStateOf(state, cryptography.offerId(offer)).bySignature;
}

/** Mostly a number that is not cancelled yet, a few above what is. */
function numberOf({ state }: DrawnScene, random: Random, declarer: string): bigint {
  const lowest = lowestNumberOf(state, declarer);
  return chance(random, 0.1) && lowest > 0n ? lowest - 1n : lowest + between(random, 0n, 8n);
}

const MOST_ENERGY = 2n ** 48n - 1n;

export const signedOfferProposers = { acceptSigned, cancelSigned, cancelUpTo };
