import { dataSlice, Signature, SigningKey, type TypedDataDomain, TypedDataEncoder } from "ethers";

import type { Provider } from "../chain/rpc/node-client.js";
import type { Types } from "../chain/signing/struct-hash.js";
import { digestOf, type TypedDataSigner } from "../chain/signing/eip712.js";

/** Signs with an account whose key the node or the network's configuration holds. */
export class ProviderSigner implements TypedDataSigner {
  readonly address: string;
  readonly #provider: Provider;

  constructor(provider: Provider, address: string) {
    this.#provider = provider;
    this.address = address;
  }

  /** @returns 65 bytes, v 27 or 28 whatever the node's habit */
  async signTypedData(domain: TypedDataDomain, types: Types, value: Record<string, unknown>): Promise<string> {
    const payload: unknown = TypedDataEncoder.getPayload(domain, types, value);
    const params = [this.address.toLowerCase(), JSON.stringify(payload)];
    const signature = await this.#provider.request({ method: "eth_signTypedData_v4", params });
    return Signature.from(signature as string).serialized;
  }
}

/** Says nothing but whose key it is: no contract takes it. */
const KEY_PROOF: Types = { KeyProof: [{ type: "address", name: "user" }] };

/**
 * The public key of an account, recovered from a signature: a node tells addresses alone.
 *
 * @returns uncompressed, without prefix: 64 bytes, x then y
 */
export async function recoverPublicKey(signer: ProviderSigner, domain: TypedDataDomain): Promise<string> {
  const proof = { user: signer.address };
  const signature = await signer.signTypedData(domain, KEY_PROOF, proof);
  return dataSlice(SigningKey.recoverPublicKey(digestOf(domain, KEY_PROOF, proof), signature), 1);
}
