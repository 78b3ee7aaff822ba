import { Wallet, dataSlice, getBytes, keccak256, ripemd160, sha256, toUtf8Bytes, type SigningKey } from "ethers";

/**
 * A private key made from a seed and a name: the same for the same words, so that runs can be repeated.
 * For simulations only: whoever knows the words has the key.
 */
export function seededKey(seed: number, name: string): string {
  return keccak256(toUtf8Bytes(`wattlane ${String(seed)} ${name}`));
}

/** A wallet with {@link seededKey}. */
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
