import { type Random, shuffled } from "../../../src/model/random.js";
import { blockingMinority } from "../../../src/model/market/authority-committee.js";
import { quorum } from "../../../src/model/review.js";
import { accountOf } from "../../../src/model/market/state.js";
import type { Statement } from "../../../src/model/market/cryptography.js";
import { partiesOf, Reason, type Agreement } from "../../../src/model/terms.js";
import type { EthersCryptography } from "../../support/cryptography.js";
import { chance, pick, weighted } from "../dice.js";
import { onImproved, onMarket, type Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";
import { malformed, signatureOf, ascendingSignatures } from "../signatures.js";
import { FLAWS } from "../weights.js";

/** Both parties' and a quorum's signatures: the improved market's way. */
const verifyBySignatures: Propose = (scene, random) => {
  const { kind, state, people } = scene;
  if (kind !== "improved") return undefined;
  const flaw = weighted(random, FLAWS.verify);
  const agreement = unverified(scene, random, flaw === "wrongStatus");
  if (agreement === undefined) return undefined;
  const { declarer } = agreement.offer;
  const { accepter } = agreement;
  const stranger = pick(random, people.strangers)!.address;
  const cryptography = flaw === "otherMarket" ? scene.elsewhere : scene.cryptography;
  const party = (signer: string) => signatureOf(people, cryptography, signer, { kind: "agreement", agreement });
  const approval = {
    kind: "approval",
    agreementId: scene.cryptography.agreementId(
      flaw === "otherAgreement" ? (ended(scene, random) ?? agreement) : agreement,
    ),
    epoch: state.epoch - (flaw === "oldEpoch" ? 1n : 0n),
  } as const;
  const parties = [
    party(flaw === "declarer" ? stranger : flaw === "swapped" ? accepter : declarer),
    party(flaw === "accepter" ? stranger : flaw === "swapped" ? declarer : accepter),
  ] as const;
  const approvals = verdicts(scene, random, flaw, approval, quorum(state.authorities.length));
  const broken = flaw === "malformed" ? weighted(random, { declarer: 1, accepter: 1, approvals: 1 }) : "none";
  return onImproved(
    anyone(scene, random),
    "verify",
    agreement,
    broken === "declarer" ? malformed(random, parties[0]) : parties[0],
    broken === "accepter" ? malformed(random, parties[1]) : parties[1],
    broken === "approvals" ? approvals.map((signature) => malformed(random, signature)) : approvals,
  );
};

/** A blocking minority's signatures: the improved market's way. */
const refuseBySignatures: Propose = (scene, random) => {
  const { kind, state } = scene;
  if (kind !== "improved") return undefined;
  const flaw = weighted(random, FLAWS.refuse);
  const agreement = unverified(scene, random, flaw === "wrongStatus");
  if (agreement === undefined) return undefined;
  const reason = refusalReason(random, flaw === "reason");
  const refusal = {
    kind: "refusal",
    agreementId: scene.cryptography.agreementId(agreement),
    reason: flaw === "otherReason" ? Reason.KeyRefused + Reason.CommitteeRefused - reason : reason,
    epoch: state.epoch - (flaw === "oldEpoch" ? 1n : 0n),
  } as const;
  if (refusal.reason < 0n) return undefined;
  const refusals = verdicts(scene, random, flaw, refusal, blockingMinority(state));
  return onImproved(anyone(scene, random), "refuse", agreement, reason, refusals);
};

/** Signatures of `needed` authorities or more, in their order; or with the flaw. */
function verdicts(scene: DrawnScene, random: Random, flaw: string, statement: Statement, needed: number): string[] {
  const { people, state } = scene;
  const cryptography: EthersCryptography = flaw === "otherMarket" ? scene.elsewhere : scene.cryptography;
  const extra = chance(random, 0.3) ? 1 : 0;
  const count = flaw === "missing" ? needed - 1 : needed + extra;
  const seated = shuffled(random, state.authorities).slice(0, count);
  const outsider = people.authorities.find(({ address }) => !state.authorities.includes(address));
  if (flaw === "outsider" && outsider !== undefined) seated[0] = outsider.address;
  const signatures = ascendingSignatures(people, cryptography, seated, statement);
  if (flaw === "unordered") return signatures.reverse();
  if (flaw === "doubled") return [...signatures, ...signatures.slice(-1)];
  return signatures;
}

const decline: Propose = (scene, random) => {
  const flaw = weighted(random, FLAWS.party);
  const agreement = unverified(scene, random, flaw === "wrongStatus");
  if (agreement === undefined) return undefined;
  const party = chance(random, 0.5) ? agreement.accepter : agreement.offer.declarer;
  return onMarket(flaw === "outsider" ? anyone(scene, random) : party, "decline", agreement);
};

const expire: Propose = (scene, random) => {
  const shelf = weighted(random, { late: 8, awaiting: 1, ended: 1 });
  const agreement = scene.agreements.draw(random, shelf);
  return agreement && onMarket(anyone(scene, random), "expire", agreement);
};

/**
 * An agreement that awaits verification: rarely one past its deadline, rather one of a party that has come to owe money
 * since, or else an urgent one. Of the wrong status, if asked for.
 */
export function unverified(scene: DrawnScene, random: Random, wrongStatus: boolean): Agreement | undefined {
  const { agreements, state } = scene;
  if (wrongStatus) return agreements.draw(random, chance(random, 0.5) ? "signed" : "ended");
  if (chance(random, 0.05)) return agreements.draw(random, "late");
  const isOfDebtor = (agreement: Agreement) =>
    Object.values(partiesOf(agreement)).some((party) => accountOf(state, party).openDebts > 0n);
  const ofDebtor = chance(random, 0.5) ? agreements.on("awaiting").find(isOfDebtor) : undefined;
  if (ofDebtor !== undefined) return ofDebtor;
  const drawn = [0, 1, 2].flatMap(() => agreements.draw(random, "awaiting") ?? []);
  return drawn.sort((a, b) => (a.offer.deliveryStart < b.offer.deliveryStart ? -1 : 1))[0];
}

export function refusalReason(random: Random, wrong: boolean): bigint {
  if (wrong) return pick(random, [Reason.None, Reason.MarginMissing, Reason.DeadlinePassed, Reason.PartyDeclined])!;
  return chance(random, 0.5) ? Reason.KeyRefused : Reason.CommitteeRefused;
}

export function anyone({ people }: DrawnScene, random: Random): string {
  return pick(random, [...people.users, ...people.strangers])!.address;
}

function ended(scene: DrawnScene, random: Random): Agreement | undefined {
  return scene.agreements.draw(random, "ended");
}

export const verificationProposers = { verifyBySignatures, refuseBySignatures, decline, expire };
