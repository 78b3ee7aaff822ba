import type { Answer } from "../../scripts/model/market/answer.js";
import { offerStateOf } from "../../scripts/model/market/offers.js";
import { debtOf } from "../../scripts/model/market/settling.js";
import { agreementStateOf } from "../../scripts/model/market/trade.js";
import { AgreementStatus, OfferStatus, type Agreement, type Offer } from "../../scripts/model/terms.js";
import type { CallProposal } from "./proposal.js";
import type { AgreementShelf, OfferShelf, Scene } from "./scene.js";

/** What an action was about, its result included. */
export interface Touched {
  readonly offers: readonly Offer[];
  readonly agreements: readonly Agreement[];
}

/** The offer and the agreement among a call's arguments, or the agreement that it made. */
export function touchedBy({ sender, args: [terms] }: CallProposal, answer: Answer): Touched {
  if (typeof terms !== "object" || terms === null) return { offers: [], agreements: [] };
  if ("offer" in terms) {
    const agreement = terms as Agreement;
    return { offers: [agreement.offer], agreements: [agreement] };
  }
  const offer = terms as Offer;
  const accepted = "events" in answer ? answer.events.find(({ name }) => name === "Accepted") : undefined;
  if (accepted === undefined) return { offers: [offer], agreements: [] };
  const [, , , energyWh, fillIndex, meter] = accepted.args as [string, string, string, bigint, bigint, string];
  return { offers: [offer], agreements: [{ offer, accepter: sender, energyWh, fillIndex, meter }] };
}

/** Puts what an action has changed on the shelf where it belongs now. */
export function reshelve(scene: Scene, { offers, agreements }: Touched): void {
  for (const offer of offers) scene.offers.put(scene.cryptography.offerId(offer), offerShelf(scene, offer), offer);
  for (const agreement of agreements)
    scene.agreements.put(scene.cryptography.agreementId(agreement), agreementShelf(scene, agreement), agreement);
}

/** Lets time pass: what has expired, is late or is delivered moves to its shelf. */
export function passTimeTo(scene: Scene, now: bigint): void {
  scene.now = now;
  const { offers, agreements } = scene;
  reshelve(scene, {
    offers: offers.on("open"),
    agreements: [...agreements.on("awaiting"), ...agreements.on("signed")],
  });
}

function offerShelf({ state, cryptography, now }: Scene, offer: Offer): OfferShelf {
  const { status, remainingWh } = offerStateOf(state, cryptography.offerId(offer));
  return status === OfferStatus.Open && remainingWh > 0n && offer.expiry > now ? "open" : "old";
}

function agreementShelf({ state, cryptography, now }: Scene, agreement: Agreement): AgreementShelf {
  const id = cryptography.agreementId(agreement);
  const { status, deadline } = agreementStateOf(state, id);
  if (status === AgreementStatus.AwaitingVerification) return now <= deadline ? "awaiting" : "late";
  if (status === AgreementStatus.Signed) return now < agreement.offer.deliveryEnd ? "signed" : "delivered";
  return debtOf(state, id) > 0n ? "indebted" : "ended";
}
