import type { Random } from "../../../src/model/random.js";
import type { Acceptance, Settlement, SignedAcceptance } from "../../../src/model/market/batches.js";
import type { Agreement, Offer } from "../../../src/model/terms.js";
import { between, chance } from "../dice.js";
import { onMarket, type CallProposal, type Propose } from "../proposal.js";
import type { Scene } from "../scene.js";
import { accept } from "./offers.js";
import { settle } from "./settlement.js";
import { acceptSigned } from "./signed-offers.js";
import { anyone } from "./verification.js";

/** Acceptances as they come, flawed ones among them, by one of those who wanted them. */
export const acceptMany: Propose = (scene, random) => {
  const calls = several(scene, random, accept);
  const items = calls.map(({ args }): Acceptance => {
    const [offer, energyWh] = args as [Offer, bigint];
    return { offer, energyWh };
  });
  return onMarket(calls[0]?.sender ?? anyone(scene, random), "acceptMany", items);
};

export const acceptSignedMany: Propose = (scene, random) => {
  const calls = several(scene, random, acceptSigned);
  const items = calls.map(({ args }): SignedAcceptance => {
    const [offer, signature, energyWh] = args as [Offer, string, bigint];
    return { offer, signature, energyWh };
  });
  return onMarket(calls[0]?.sender ?? anyone(scene, random), "acceptSignedMany", items);
};

export const settleMany: Propose = (scene, random) => {
  const items = several(scene, random, settle).map(({ args }): Settlement => {
    const [agreement, energyWh, meterSignature] = args as [Agreement, bigint, string];
    return { agreement, energyWh, meterSignature };
  });
  return onMarket(anyone(scene, random), "settleMany", items);
};

/** None to four calls of a kind, now and then the last one twice. */
function several(scene: Scene, random: Random, propose: Propose): CallProposal[] {
  const count = chance(random, 0.03) ? 0n : between(random, 1n, 4n);
  const calls = Array.from({ length: Number(count) }, () => propose(scene, random)).filter(
    (proposal): proposal is CallProposal => proposal?.kind === "call",
  );
  return chance(random, 0.1) ? [...calls, ...calls.slice(-1)] : calls;
}
