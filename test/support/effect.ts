import type { ContractTransactionResponse } from "ethers";

import { agreementIdOf, offerIdOf } from "../../src/market/typed-data.js";
import type { Agreement, Offer } from "../../src/model/terms.js";
import { eventsOf, type Event } from "./events.js";
import { ROLES, type Scene } from "./scene.js";

/** What a transaction did: every event of the market, and every number in sight that changed, by how much. */
export interface Effect {
  readonly events: readonly Event[];
  readonly changes: Readonly<Record<string, bigint>>;
}

/** What an effect is looked for in, besides the market, its users and their money. */
export interface Watched {
  readonly offer?: Offer;
  readonly agreement?: Agreement;
}

/**
 * Runs a transaction and compares all that the market shows before and after: whatever is not named in the effect
 * stayed as it was. The others' agreement is always watched; an offer and an agreement (with its offer) can be.
 */
export async function effectOf(
  scene: Scene,
  transaction: () => Promise<ContractTransactionResponse>,
  watched: Watched = {},
): Promise<Effect> {
  const before = await numbersOf(scene, watched);
  const events = await eventsOf(scene.market, await transaction());
  const after = await numbersOf(scene, watched);
  const changes = Object.keys(after)
    .map((name) => [name, after[name]! - before[name]!] as const)
    .filter(([, change]) => change !== 0n);
  return { events, changes: Object.fromEntries(changes) };
}

/** What effects come to, one after the other. */
export function sumOf(...effects: readonly Effect[]): Effect {
  const changes: Numbers = {};
  for (const effect of effects)
    for (const [name, change] of Object.entries(effect.changes)) changes[name] = (changes[name] ?? 0n) + change;
  return {
    events: effects.flatMap(({ events }) => events),
    changes: Object.fromEntries(Object.entries(changes).filter(([, change]) => change !== 0n)),
  };
}

type Numbers = Record<string, bigint>;

/** Every number that can be seen of a scene, under the name of whose it is. */
async function numbersOf(scene: Scene, { agreement, offer = agreement?.offer }: Watched): Promise<Numbers> {
  const { market, chain, others } = scene;
  const people = {
    ...Object.fromEntries(ROLES.map((role) => [role, scene[role]])),
    payer: others[0],
    payee: others[1],
  };
  const parts = await Promise.all([
    prefixed("market", marketNumbers(scene)),
    prefixed("tokens", { market: await chain.token.balanceOf(market) }),
    ...Object.entries(people).map(([name, { address }]) => prefixed(name, userNumbers(scene, address))),
    ...(offer ? [prefixed("offer", offerNumbers(market, offer))] : []),
    ...(agreement ? [prefixed("agreement", agreementNumbers(market, agreement))] : []),
  ]);
  return Object.assign({}, ...parts) as Numbers;
}

async function marketNumbers({ market }: Scene): Promise<Numbers> {
  const [books, feePerMWh, caps, epoch, seats, owner, pendingOwner, paused] = await Promise.all([
    market.books(),
    market.feePerMWh(),
    market.defaultCaps(),
    market.committeeEpoch(),
    market.committeeSize(),
    market.owner(),
    market.pendingOwner(),
    market.paused(),
  ]);
  const { held, fees } = books;
  const { capTrades, capEnergyWh } = caps;
  return {
    ...{ held, fees, feePerMWh, capTrades, capEnergyWh, epoch, seats },
    ...{ owner: BigInt(owner), pendingOwner: BigInt(pendingOwner), paused: BigInt(paused) },
  };
}

async function userNumbers({ market, chain }: Scene, address: string): Promise<Numbers> {
  const [account, meter, keyHash, lowestNumber, tokens] = await Promise.all([
    market.accountOf(address),
    market.meterOf(address),
    market.keyHashOf(address),
    market.lowestNumberOf(address),
    chain.token.balanceOf(address),
  ]);
  return {
    ...(account as unknown as { toObject: () => Numbers }).toObject(),
    meter: BigInt(meter),
    keyHash: BigInt(keyHash),
    lowestNumber,
    tokens,
  };
}

async function offerNumbers(market: Scene["market"], offer: Offer): Promise<Numbers> {
  const { status, remainingWh, fills, bySignature } = await market.offerState(offerIdOf(offer));
  return { status, remainingWh, fills, bySignature: BigInt(bySignature) };
}

async function agreementNumbers(market: Scene["market"], agreement: Agreement): Promise<Numbers> {
  const id = agreementIdOf(agreement);
  const [state, debt] = await Promise.all([market.agreementState(id), market.debtOf(id)]);
  const { status, reason, deadline, verification } = state;
  return { status, reason, deadline, verification, debt };
}

async function prefixed(prefix: string, numbers: Numbers | Promise<Numbers>): Promise<Numbers> {
  return Object.fromEntries(Object.entries(await numbers).map(([name, value]) => [`${prefix}.${name}`, value]));
}
