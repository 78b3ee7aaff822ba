import type { Random } from "../../../src/model/random.js";
import { ZERO_ADDRESS } from "../../../src/model/market/cryptography.js";
import { meterOf } from "../../../src/model/market/user-registry.js";
import { between, chance, pick, weighted } from "../dice.js";
import { onMarket, type Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";
import { FLAWS } from "../weights.js";

const setCaps: Propose = (scene, random) =>
  onMarket(operator(scene, random), "setCaps", anybody(scene, random), capTrades(random), capEnergyWh(random));

const setDefaultCaps: Propose = (scene, random) =>
  onMarket(operator(scene, random), "setDefaultCaps", capTrades(random), capEnergyWh(random));

const setMeter: Propose = (scene, random) => {
  const { people, state } = scene;
  const meterless = people.users.filter(
    ({ address }) => state.accounts.has(address) && meterOf(state, address) === ZERO_ADDRESS,
  );
  const user = pick(random, meterless)?.address ?? anybody(scene, random);
  const meter = chance(random, 0.05) ? ZERO_ADDRESS : pick(random, people.meters)!.address;
  return onMarket(operator(scene, random), "setMeter", user, meter);
};

const setFee: Propose = (scene, random) =>
  onMarket(operator(scene, random), "setFee", chance(random, 0.2) ? 0n : between(random, 1n, 5_000_000n));

const collectFees: Propose = (scene, random) => {
  const { people, state } = scene;
  const to = weighted(random, { operator: 6, market: 1, nobody: 1 });
  const receiver = { operator: people.operators[0].address, market: state.address, nobody: ZERO_ADDRESS }[to];
  return onMarket(operator(scene, random), "collectFees", receiver);
};

/** Adds or removes an authority: one of those who can be, nobody, a member, or who is none. */
const changeCommittee: Propose = (scene, random) => {
  const { people, state, now } = scene;
  const sender = operator(scene, random);
  if (chance(random, 0.05)) return onMarket(sender, "addAuthority", ZERO_ADDRESS);
  // Some hours the committee grows, some it shrinks to the last of it.
  const seated = (now / 3600n) % 2n === 0n;
  const members = people.authorities.filter(({ address }) => state.authorities.includes(address) === seated);
  const authority = pick(random, chance(random, 0.7) && members.length > 0 ? members : people.authorities)!.address;
  // Now and then the wrong way round.
  const isRemoval = state.authorities.includes(authority) === chance(random, 0.85);
  return onMarket(sender, isRemoval ? "removeAuthority" : "addAuthority", authority);
};

const pause: Propose = (scene, random) => onMarket(operator(scene, random), "pause");

const unpause: Propose = (scene, random) =>
  scene.state.paused || chance(random, 0.01) ? onMarket(operator(scene, random), "unpause") : undefined;

const transferOwnership: Propose = (scene, random) =>
  onMarket(operator(scene, random), "transferOwnership", pick(random, scene.people.operators)!.address);

const acceptOwnership: Propose = (scene, random) =>
  onMarket(pick(random, scene.people.operators)!.address, "acceptOwnership");

function operator({ people, state }: DrawnScene, random: Random): string {
  const flaw = weighted(random, FLAWS.operator);
  return flaw === "stranger" ? pick(random, [...people.strangers, ...people.users])!.address : state.operator;
}

function anybody({ people }: DrawnScene, random: Random): string {
  return pick(random, chance(random, 0.95) ? people.users : people.strangers)!.address;
}

function capTrades(random: Random): bigint {
  return chance(random, 0.1) ? 2n ** 16n - 1n : between(random, 0n, 6n);
}

function capEnergyWh(random: Random): bigint {
  return chance(random, 0.1) ? 2n ** 48n - 1n : between(random, 0n, 5_000_000n);
}

export const operatorProposers = {
  setCaps,
  setDefaultCaps,
  setMeter,
  setFee,
  collectFees,
  changeCommittee,
  pause,
  unpause,
  transferOwnership,
  acceptOwnership,
};
