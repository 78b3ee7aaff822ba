import { getBytes, hexlify, keccak256, toUtf8Bytes } from "ethers";

import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { addressOf, publicKeyOf } from "../../src/chain/signing/secp256k1.js";

/** An account with its key: it can send and sign. */
export interface KeyHolder {
  readonly name: string;
  readonly address: string;
  /** 64 bytes in hex, x then y: what it registers with. */
  readonly publicKey: string;
  readonly signer: KeySigner;
}

/** A user of a market under simulation. */
export interface Participant extends KeyHolder {
  /** The key that signs its readings; without one it cannot buy. */
  readonly meter: KeyHolder | undefined;
  /** Its deposit at the start, base units. */
  readonly deposit: bigint;
}

/** What a participant is made from. */
export interface ParticipantPlan {
  readonly name: string;
  readonly metered: boolean;
  readonly deposit: bigint;
}

/**
 * A private key that follows from a seed and a name, so that runs can be repeated.
 * For simulations only: anyone who knows both has the key.
 * @public
 */
export function seededKey(seed: number, name: string): string {
  return keccak256(toUtf8Bytes(`wattlane ${String(seed)} ${name}`));
}

/** Makes a key holder with {@link seededKey}. */
export function keyHolder(seed: number, name: string): KeyHolder {
  const privateKey = seededKey(seed, name);
  const publicKey = publicKeyOf(getBytes(privateKey));
  return {
    name,
    address: addressOf(publicKey),
    publicKey: hexlify(publicKey.subarray(1)),
    signer: new KeySigner({ signingKey: { privateKey } }),
  };
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
