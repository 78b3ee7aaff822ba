import type { SigningKey, TypedDataDomain } from "ethers";

import { digestOf, type TypedDataSigner, type Types } from "./typed-data.js";

/** Signs EIP-712 data with a key at hand; for many signatures, since encoders and domains are prepared once. */
export class KeySigner implements TypedDataSigner {
  readonly #key: SigningKey;

  constructor(wallet: { readonly signingKey: SigningKey }) {
    this.#key = wallet.signingKey;
  }

  signTypedData(domain: TypedDataDomain, types: Types, value: Record<string, unknown>): Promise<string> {
    return Promise.resolve(this.#key.sign(digestOf(domain, types, value)).serialized);
  }
}
