import type { Random } from "../../../src/model/random.js";
import { partiesOf, type Agreement } from "../../../src/model/terms.js";
import { between, chance, pick, weighted } from "../dice.js";
import { onMarket, type Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";
import { malformed, signatureOf } from "../signatures.js";
import { FLAWS } from "../weights.js";
import { anyone } from "./verification.js";

const settle: Propose = (scene, random) => {
  const flaw = weighted(random, FLAWS.settle);
  const agreement = settleable(scene, random, flaw);
  if (agreement === undefined) return undefined;
  const used = readingOf(random, agreement);
  const tampered = flaw === "tampered" ? { ...agreement, energyWh: agreement.energyWh ^ 1n } : agreement;
  const about = flaw === "otherAgreement" ? (scene.agreements.draw(random, "ended") ?? agreement) : tampered;
  const signature = signatureOf(
    scene.people,
    flaw === "otherMarket" ? scene.elsewhere : scene.cryptography,
    flaw === "otherMeter" ? pick(random, scene.people.meters)!.address : agreement.meter,
    { kind: "reading", agreementId: scene.cryptography.agreementId(about), energyWh: used },
  );
  const claimed = flaw === "otherEnergy" ? used / 2n + 1n : used;
  const given = flaw === "malformed" ? malformed(random, signature) : signature;
  return onMarket(anyone(scene, random), "settle", tampered, claimed, given);
};

const settleUnmetered: Propose = (scene, random) => {
  const flaw = weighted(random, FLAWS.party);
  const { state } = scene;
  const isDue = ({ offer }: Agreement) => offer.deliveryEnd + state.parameters.readingWindow <= scene.now;
  const due = scene.agreements.on("delivered").find(isDue);
  const shelf = flaw === "wrongStatus" ? "ended" : chance(random, 0.3) ? "signed" : "delivered";
  const agreement = chance(random, 0.7) ? due : scene.agreements.draw(random, shelf);
  if (agreement === undefined) return undefined;
  const party = chance(random, 0.5) ? agreement.accepter : agreement.offer.declarer;
  return onMarket(flaw === "outsider" ? anyone(scene, random) : party, "settleUnmetered", agreement);
};

const payDebt: Propose = (scene, random) => {
  const agreement = scene.agreements.draw(random, chance(random, 0.85) ? "indebted" : "ended");
  return agreement && onMarket(anyone(scene, random), "payDebt", agreement);
};

/**
 * Signed and delivered, rather of a buyer in whose other agreement a debt would show; or with the flaw.
 */
function settleable({ agreements }: DrawnScene, random: Random, flaw: string): Agreement | undefined {
  if (flaw === "wrongStatus") return agreements.draw(random, chance(random, 0.5) ? "ended" : "awaiting");
  if (flaw === "early") return agreements.draw(random, "signed");
  const waiting = new Set(agreements.on("awaiting").flatMap((agreement) => Object.values(partiesOf(agreement))));
  const isOfWaiting = (agreement: Agreement) => waiting.has(partiesOf(agreement).buyer);
  const ofWaiting = chance(random, 0.7) ? agreements.on("delivered").find(isOfWaiting) : undefined;
  return ofWaiting ?? agreements.draw(random, "delivered");
}

/** Energy used, Wh: on the ends of the band and around them, none, and any. */
function readingOf(random: Random, { energyWh }: Agreement): bigint {
  const way = weighted(random, { floor: 2, ceiling: 2, any: 6, inBand: 4, none: 1, most: 0.2 });
  const near = between(random, 0n, 2n) - 1n;
  const floor = (9n * energyWh) / 10n + near;
  const used = {
    floor: floor < 0n ? 0n : floor,
    ceiling: (11n * energyWh) / 10n + near,
    any: (energyWh * between(random, 0n, 300n)) / 100n,
    inBand: (energyWh * between(random, 90n, 110n)) / 100n,
    none: 0n,
    most: MOST_ENERGY,
  }[way];
  return used > MOST_ENERGY ? MOST_ENERGY : used;
}

const MOST_ENERGY = 2n ** 48n - 1n;

export const settlementProposers = { settle, settleUnmetered, payDebt };
