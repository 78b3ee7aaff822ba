import { offerIdOf } from "../../src/market/typed-data.js";
import type { MarketAnswer } from "../../src/model/market/answer.js";
import { lowestNumberOf, offerStateOf } from "../../src/model/market/offers.js";
import { debtOf } from "../../src/model/market/settling.js";
import { agreementStateOf } from "../../src/model/market/trade.js";
import { AgreementStatus, OfferStatus, type Agreement, type Offer } from "../../src/model/terms.js";
import type { CallProposal } from "./proposal.js";
import type { AgreementShelf, OfferShelf, DrawnScene } from "./scene.js";

/** What an action was about, its result included. */
export interface Touched {
  readonly offers: readonly Offer[];
  readonly agreements: readonly Agreement[];
}

/** The offers and agreements among a call's arguments, items of a batch included, and the agreements that it made. */
export function touchedBy({ sender, args: [first] }: CallProposal, answer: MarketAnswer): Touched {
  const things = (Array.isArray(first) ? first : [first]).flatMap(termsIn);
  const agreements = things.filter((thing) => "offer" in thing);
  const offers = things.map((thing) => ("offer" in thing ? thing.offer : thing));
  return { offers, agreements: [...agreements, ...madeOf(offers, sender, answer)] };
}

/** What an argument or an item is about: an agreement, or an offer. */
function termsIn(thing: unknown): (Offer | Agreement)[] {
  if (typeof thing !== "object" || thing === null) return [];
  if ("agreement" in thing) return [thing.agreement as Agreement];
  if ("offer" in thing && !("accepter" in thing)) return [thing.offer as Offer];
  return [thing as Offer | Agreement];
}

/** The agreements on some of these offers that an answer tells of. */
function madeOf(offers: readonly Offer[], accepter: string, answer: MarketAnswer): Agreement[] {
  const accepted = "events" in answer ? answer.events.filter(({ name }) => name === "Accepted") : [];
  return accepted.map(({ args }) => {
    const [, offerId, , energyWh, fillIndex, meter] = args as [string, string, string, bigint, bigint, string];
    const offer = offers.find((one) => offerIdOf(one) === offerId)!;
    return { offer, accepter, energyWh, fillIndex, meter };
  });
}

/** Puts what an action has changed on the shelf where it belongs now. */
export function reshelve(scene: DrawnScene, { offers, agreements }: Touched): void {
  for (const offer of offers) scene.offers.put(scene.cryptography.offerId(offer), offerShelf(scene, offer), offer);
  for (const agreement of agreements)
    scene.agreements.put(scene.cryptography.agreementId(agreement), agreementShelf(scene, agreement), agreement);
}

/** Lets time pass: what has expired, is late or is delivered moves to its shelf. */
export function passTimeTo(scene: DrawnScene, now: bigint): void {
  scene.now = now;
  const { offers, agreements } = scene;
  reshelve(scene, {
    offers: offers.on("open"),
    agreements: [...agreements.on("awaiting"), ...agreements.on("signed")],
  });
}

function offerShelf({ state, cryptography, now }: DrawnScene, offer: Offer): OfferShelf {
  const { status, remainingWh, bySignature } = offerStateOf(state, cryptography.offerId(offer));
  const isCancelled = bySignature && offer.number < lowestNumberOf(state, offer.declarer);
  return status === OfferStatus.Open && remainingWh > 0n && offer.expiry > now && !isCancelled ? "open" : "old";
}

function agreementShelf({ state, cryptography, now }: DrawnScene, agreement: Agreement): AgreementShelf {
  const id = cryptography.agreementId(agreement);
  const { status, deadline } = agreementStateOf(state, id);
  if (status === AgreementStatus.AwaitingVerification) return now <= deadline ? "awaiting" : "late";
  if (status === AgreementStatus.Signed) return now < agreement.offer.deliveryEnd ? "signed" : "delivered";
  return debtOf(state, id) > 0n ? "indebted" : "ended";
}
