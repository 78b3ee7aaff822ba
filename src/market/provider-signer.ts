import { dataSlice, Signature, SigningKey, type TypedDataDomain, TypedDataEncoder } from "ethers";

import type { Provider } from "../chain/rpc/node-client.js";
import type { Types } from "../chain/signing/struct-hash.js";
import { digestOf, type TypedDataSigner } from "../chain/signing/eip712.js";

/** Signs with an account whose key is in the node or in the network's configuration. */
export class ProviderSigner implements TypedDataSigner {
  readonly address: string;
  readonly #provider: Provider;

  constructor(provider: Provider, address: string) {
    this.#provider = provider;
    this.address = address;
  }

  /** @returns 65 bytes; v is 27 or 28, also where the node gives 0 or 1 */
  async signTypedData(domain: TypedDataDomain, types: Types, value: Record<string, unknown>): Promise<string> {
    const payload: unknown = TypedDataEncoder.getPayload(domain, types, value);
    const params = [this.address.toLowerCase(), JSON.stringify(payload)];
    const signature = await this.#provider.request({ method: "eth_signTypedData_v4", params });
    return Signature.from(signature as string).serialized;
  }
}

/** A message that proves a key. No contract takes it. */
const KEY_PROOF: Types = { KeyProof: [{ type: "address", name: "user" }] };

/**
 * Recovers the public key of an account from a signature: a node only gives addresses.
 *
 * @returns uncompressed, without prefix: 64 bytes, x then y
 */
export async function recoverPublicKey(signer: ProviderSigner, domain: TypedDataDomain): Promise<string> {
  const proof = { user: signer.address };
  const signature = await signer.signTypedData(domain, KEY_PROOF, proof);
  return dataSlice(SigningKey.recoverPublicKey(digestOf(domain, KEY_PROOF, proof), signature), 1);
}
