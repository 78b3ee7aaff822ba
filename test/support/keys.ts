import { Wallet, dataSlice, getBytes, ripemd160, sha256, type SigningKey } from "ethers";

import { seededKey } from "../../scripts/simulation/participants.js";

/** A wallet whose key follows from the seed and the name. */
export function seededWallet(seed: number, name: string): Wallet {
  return new Wallet(seededKey(seed, name));
}

/** The uncompressed secp256k1 key that a user registers with: 64 bytes, x then y, without prefix. */
export function registrationKeyOf(wallet: { readonly signingKey: SigningKey }): string {
  return dataSlice(wallet.signingKey.publicKey, 1);
}

/** h = RIPEMD160(SHA256(PK)), PK compressed: what the registry stores for a user (paper, registration). */
export function keyHashOf(wallet: { readonly signingKey: SigningKey }): string {
  return ripemd160(getBytes(sha256(wallet.signingKey.compressedPublicKey)));
}
