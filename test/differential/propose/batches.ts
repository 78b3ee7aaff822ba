import type { Random } from "../../../src/model/random.js";
import type { Acceptance, Settlement, SignedAcceptance } from "../../../src/model/market/batches.js";
import type { Agreement, Offer } from "../../../src/model/terms.js";
import { between, chance } from "../dice.js";
import { onMarket, type CallProposal, type Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";
import { offerProposers } from "./offers.js";
import { settlementProposers } from "./settlement.js";
import { signedOfferProposers } from "./signed-offers.js";
import { anyone } from "./verification.js";

/** Acceptances as they come, flawed ones among them, by one of those who wanted them. */
const acceptMany: Propose = (scene, random) => {
  const calls = several(scene, random, offerProposers.accept);
  const items = calls.map(({ args }): Acceptance => {
    const [offer, energyWh] = args as [Offer, bigint];
    return { offer, energyWh };
  });
  return onMarket(calls[0]?.sender ?? anyone(scene, random), "acceptMany", items);
};

const acceptSignedMany: Propose = (scene, random) => {
  const calls = several(scene, random, signedOfferProposers.acceptSigned);
  const items = calls.map(({ args }): SignedAcceptance => {
    const [offer, signature, energyWh] = args as [Offer, string, bigint];
    return { offer, signature, energyWh };
  });
  return onMarket(calls[0]?.sender ?? anyone(scene, random), "acceptSignedMany", items);
};

const settleMany: Propose = (scene, random) => {
  const items = several(scene, random, settlementProposers.settle).map(({ args }): Settlement => {
    const [agreement, energyWh, meterSignature] = args as [Agreement, bigint, string];
    return { agreement, energyWh, meterSignature };
  });
  return onMarket(anyone(scene, random), "settleMany", items);
};

/** None to four calls of a kind, now and then the last one twice. */
function several(scene: DrawnScene, random: Random, propose: Propose): CallProposal[] {
  const count = chance(random, 0.03) ? 0n : between(random, 1n, 4n);
  const calls = Array.from({ length: Number(count) }, () => propose(scene, random)).filter(
    (proposal): proposal is CallProposal => proposal?.kind === "call",
  );
  return chance(random, 0.1) ? [...calls, ...calls.slice(-1)] : calls;
}

export const batchProposers = { acceptMany, acceptSignedMany, settleMany };
