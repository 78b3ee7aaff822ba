import type { Random } from "../../src/model/random.js";
import { weighted } from "./dice.js";
import { accountProposers } from "./propose/accounts.js";
import { batchProposers } from "./propose/batches.js";
import { checkProposers } from "./propose/checks.js";
import { offerProposers } from "./propose/offers.js";
import { operatorProposers } from "./propose/operator.js";
import { settlementProposers } from "./propose/settlement.js";
import { signedOfferProposers } from "./propose/signed-offers.js";
import { timeProposers } from "./propose/time.js";
import { verificationProposers } from "./propose/verification.js";
import type { Proposal, Propose } from "./proposal.js";
import type { DrawnScene } from "./scene.js";
import { ACTION_WEIGHTS } from "./weights.js";

type Action = keyof typeof ACTION_WEIGHTS;

/** Draws an action for which the scene has an occasion: by its weight, again where there is none. */
export function drawProposal(scene: DrawnScene, random: Random): { action: Action; proposal: Proposal } {
  for (;;) {
    const action = weighted(random, ACTION_WEIGHTS);
    const proposal = PROPOSERS[action](scene, random);
    if (proposal !== undefined) return { action, proposal };
  }
}

const PROPOSERS: Readonly<Record<Action, Propose>> = {
  ...accountProposers,
  ...batchProposers,
  ...checkProposers,
  ...offerProposers,
  ...operatorProposers,
  ...settlementProposers,
  ...signedOfferProposers,
  ...timeProposers,
  ...verificationProposers,
};
