import { getBytes, type TypedDataDomain } from "ethers";

import { signDigest } from "./secp256k1.js";
import type { Types } from "./struct-hash.js";
import { digestOf, type TypedDataSigner } from "./eip712.js";

/** Signs EIP-712 data with a key at hand; for many signatures, since encoders and domains are prepared once. */
export class KeySigner implements TypedDataSigner {
  readonly #key: Uint8Array;

  constructor(wallet: { readonly signingKey: { readonly privateKey: string } }) {
    this.#key = getBytes(wallet.signingKey.privateKey);
  }

  signTypedData(domain: TypedDataDomain, types: Types, value: Record<string, unknown>): Promise<string> {
    return Promise.resolve(this.signDigest(digestOf(domain, types, value)));
  }

  /** Signs what was hashed already. @param digest - 32 bytes in hex @returns 65 bytes in hex: r, s, v */
  signDigest(digest: string): string {
    return signDigest(this.#key, digest);
  }
}
