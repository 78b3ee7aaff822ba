import { getBytes } from "ethers";

import { digestOf, type TypedDataDomain, type TypedDataSigner } from "./eip712.js";
import { addressOf, isPrivateKey, publicKeyOf, signDigest } from "./secp256k1.js";
import type { Types } from "./struct-hash.js";

/** Signs with a private key. Fast enough for many signatures: encoders and domains are prepared once. */
export class KeySigner implements TypedDataSigner {
  readonly #key: Uint8Array;

  /** @param wallet - such as an ethers `Wallet` */
  constructor(wallet: { readonly signingKey: { readonly privateKey: string } }) {
    this.#key = getBytes(wallet.signingKey.privateKey);
  }

  /**
   * Reads a private key. No error shows the text, which may be a secret.
   *
   * @param text - 32 bytes in hex, with or without `0x`
   * @returns undefined when the text is not a private key
   */
  static read(text: string): KeySigner | undefined {
    const [, digits] = /^(?:0x)?([0-9a-f]{64})$/i.exec(text) ?? [];
    if (digits === undefined || !isPrivateKey(Buffer.from(digits, "hex"))) return undefined;
    return new KeySigner({ signingKey: { privateKey: `0x${digits}` } });
  }

  /** The address of the key's account, with its checksum; computed at each call. */
  get address(): string {
    return addressOf(publicKeyOf(this.#key));
  }

  signTypedData(domain: TypedDataDomain, types: Types, value: Record<string, unknown>): Promise<string> {
    return Promise.resolve(this.signDigest(digestOf(domain, types, value)));
  }

  /** Signs a digest. @param digest - 32 bytes in hex @returns 65 bytes in hex: r, s, v */
  signDigest(digest: string): string {
    return signDigest(this.#key, digest);
  }
}
