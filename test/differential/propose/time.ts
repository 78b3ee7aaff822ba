import type { Random } from "../../../src/model/random.js";
import { between, chance } from "../dice.js";
import type { Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";

/** A little time passes, or just as much as brings a moment at which a rule changes its mind, to the second. */
const passTime: Propose = (scene, random) => {
  const moment = chance(random, 0.6) ? nextMoment(scene, random) : undefined;
  const to = moment === undefined ? scene.now + between(random, 0n, 120n) : moment + between(random, 0n, 2n) - 1n;
  return { kind: "time", to: to < scene.now ? scene.now : to };
};

/** The next of a few moments drawn at random, so that no step leaps over the life of all others. */
function nextMoment({ offers, agreements, state, cryptography, now }: DrawnScene, random: Random): bigint | undefined {
  const open = offers.draw(random, "open");
  const awaiting = agreements.draw(random, "awaiting");
  const signed = agreements.draw(random, "signed");
  const delivered = agreements.draw(random, "delivered");
  const moments = [
    open?.expiry,
    awaiting && state.agreements.get(cryptography.agreementId(awaiting))?.deadline,
    signed?.offer.deliveryEnd,
    delivered && delivered.offer.deliveryEnd + state.parameters.readingWindow,
  ].filter((moment) => moment !== undefined && moment > now);
  return moments.sort((a, b) => (a! < b! ? -1 : 1))[0];
}

export const timeProposers = { passTime };
