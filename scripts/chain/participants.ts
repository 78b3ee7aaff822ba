import type { Wallet } from "ethers";

import { KeySigner } from "./key-signer.js";
import { seededWallet } from "./keys.js";

/** Somebody with a key: an account on the chain that can sign. */
export interface KeyHolder {
  readonly name: string;
  readonly address: string;
  readonly wallet: Wallet;
  readonly signer: KeySigner;
}

/** A user of a market under simulation. */
export interface Participant extends KeyHolder {
  /** The key that signs its readings; without one it cannot buy. */
  readonly meter: KeyHolder | undefined;
  /** What it puts into the market at the start, base units. */
  readonly deposit: bigint;
}

/** What to make a participant from. */
export interface ParticipantPlan {
  readonly name: string;
  readonly metered: boolean;
  readonly deposit: bigint;
}

/** Makes a key holder whose key follows from seed and name. */
export function keyHolder(seed: number, name: string): KeyHolder {
  const wallet = seededWallet(seed, name);
  return { name, address: wallet.address, wallet, signer: new KeySigner(wallet) };
}

/** Makes participants whose keys follow from the seed and their names, which must differ. */
export function participantsOf(seed: number, plans: readonly ParticipantPlan[]): Participant[] {
  return plans.map(({ name, metered, deposit }) => ({
    ...keyHolder(seed, `user ${name}`),
    name,
    meter: metered ? keyHolder(seed, `meter ${name}`) : undefined,
    deposit,
  }));
}
