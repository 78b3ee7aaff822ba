import { inSignerOrder } from "../../src/market/typed-data.js";
import type { Random } from "../../src/model/random.js";
import type { Statement } from "../../src/model/market/cryptography.js";
import type { EthersCryptography } from "../support/cryptography.js";
import { malleable } from "../support/signatures.js";
import { weighted } from "./dice.js";
import type { Players } from "./scene.js";

/** A signature of a statement by whoever has this address. */
export function signatureOf(
  people: Players,
  cryptography: EthersCryptography,
  signer: string,
  statement: Statement,
): string {
  return people.keyOf(signer).signingKey.sign(cryptography.digest(statement)).serialized;
}

/** Signatures of a statement in ascending order of their signers. */
export function ascendingSignatures(
  people: Players,
  cryptography: EthersCryptography,
  signers: readonly string[],
  statement: Statement,
): string[] {
  return inSignerOrder(
    signers.map((signer) => ({ signer, signature: signatureOf(people, cryptography, signer, statement) })),
  );
}

/** A signature that is none: cut off, without its uniqueness, with a v that is neither 27 nor 28, or another's bits. */
export function malformed(random: Random, signature: string): string {
  const way = weighted(random, { short: 1, empty: 1, malleable: 2, v: 2, bits: 2 });
  if (way === "short") return signature.slice(0, -2);
  if (way === "empty") return "0x";
  if (way === "malleable") return malleable(signature).signature;
  if (way === "v") return `${signature.slice(0, -2)}1d`;
  return `${signature.slice(0, 10)}${signature[10] === "0" ? "1" : "0"}${signature.slice(11)}`;
}
