import type { Wallet } from "ethers";

import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { seededWallet } from "../support/keys.js";

/** Somebody with a key. */
export interface Person {
  readonly name: string;
  readonly address: string;
  readonly wallet: Wallet;
  readonly signer: KeySigner;
}

/** Everybody who has a key; the keys follow from the seed. */
export interface People {
  /** Deploys the market, is its operator and the token's bank. */
  readonly operator: Person;
  readonly authorities: readonly Person[];
  readonly sellers: readonly Person[];
  readonly buyers: readonly Person[];
  /** The buyers' meters' keys, in the buyers' order. */
  readonly meters: readonly Person[];
  /** Those that send the readings of several meters each. */
  readonly collectors: readonly Person[];
}

/** The person of a name, whose key follows from the seed and the name. */
export function personOf(seed: number, name: string): Person {
  const wallet = seededWallet(seed, name);
  return { name, address: wallet.address, wallet, signer: new KeySigner(wallet) };
}

export function peopleOf(seed: number): People {
  const several = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => personOf(seed, `${name} ${index + 1}`));
  return {
    operator: personOf(seed, "operator"),
    authorities: several(7, "authority"),
    sellers: several(10, "seller"),
    buyers: several(10, "buyer"),
    meters: several(10, "meter"),
    collectors: several(2, "collector"),
  };
}

/** All that send transactions. */
export function sendersOf({ operator, authorities, sellers, buyers, collectors }: People): Person[] {
  return [operator, ...authorities, ...sellers, ...buyers, ...collectors];
}
