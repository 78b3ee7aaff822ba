import { agreementStateOf } from "../../../src/model/market/trade.js";
import { pick, weighted } from "../dice.js";
import { onTraditional, type Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";
import { FLAWS } from "../weights.js";
import { anyone, refusalReason, unverified } from "./verification.js";
import type { Agreement } from "../../../src/model/terms.js";

/** An authority's own transaction: the traditional market's way. */
const verifyAsAuthority: Propose = (scene, random) => {
  if (scene.kind !== "traditional") return undefined;
  const flaw = weighted(random, FLAWS.check);
  const agreement = unverified(scene, random, flaw === "wrongStatus");
  if (agreement === undefined) return undefined;
  const { checked, unchecked } = authoritiesOf(scene, agreement);
  const sender = flaw === "outsider" ? anyone(scene, random) : pick(random, flaw === "again" ? checked : unchecked);
  return sender === undefined ? undefined : onTraditional(sender, "verify", agreement);
};

const refuseAsAuthority: Propose = (scene, random) => {
  if (scene.kind !== "traditional") return undefined;
  const flaw = weighted(random, FLAWS.refuseAsAuthority);
  const agreement = unverified(scene, random, flaw === "wrongStatus");
  if (agreement === undefined) return undefined;
  const sender = flaw === "outsider" ? anyone(scene, random) : pick(random, scene.state.authorities)!;
  return onTraditional(sender, "refuse", agreement, refusalReason(random, flaw === "reason"));
};

/** Who has checked an agreement in the present epoch, and who has not. */
function authoritiesOf({ state, cryptography }: DrawnScene, agreement: Agreement) {
  const { verification } = agreementStateOf(state, cryptography.agreementId(agreement));
  const isCurrent = verification >> 160n === state.epoch;
  const isChecked = (seat: number) => isCurrent && ((verification >> BigInt(seat)) & 1n) === 1n;
  return {
    checked: state.authorities.filter((_, seat) => isChecked(seat)),
    unchecked: state.authorities.filter((_, seat) => !isChecked(seat)),
  };
}

export const checkProposers = { verifyAsAuthority, refuseAsAuthority };
