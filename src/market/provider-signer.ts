import { dataSlice, isHexString, Signature, SigningKey, type TypedDataDomain, TypedDataEncoder } from "ethers";

import { malformedAnswer } from "../chain/rpc/answers.js";
import type { Provider } from "../chain/rpc/node-client.js";
import { isNodeError } from "../chain/rpc/node-error.js";
import type { Types } from "../chain/signing/struct-hash.js";
import { digestOf, type TypedDataSigner } from "../chain/signing/eip712.js";
import { UserError } from "../model/errors.js";

const SIGNATURE_BYTES = 65;

/** Signs with an account whose key is in the node or in the network's configuration. */
export class ProviderSigner implements TypedDataSigner {
  readonly address: string;
  readonly #provider: Provider;

  constructor(provider: Provider, address: string) {
    this.#provider = provider;
    this.address = address;
  }

  /**
   * @returns 65 bytes; v is 27 or 28, also where the node gives 0 or 1
   * @throws UserError when the node does not sign for the account
   */
  async signTypedData(domain: TypedDataDomain, types: Types, value: Record<string, unknown>): Promise<string> {
    const payload: unknown = TypedDataEncoder.getPayload(domain, types, value);
    const params = [this.address.toLowerCase(), JSON.stringify(payload)];
    let signature: unknown;
    try {
      signature = await this.#provider.request({ method: "eth_signTypedData_v4", params });
    } catch (error) {
      if (!isNodeError(error)) throw error;
      const [line = ""] = error.message.split("\n", 1);
      throw new UserError(
        `this node cannot sign for ${this.address} (${line}): use --network live with the account's key in WATTLANE_PRIVATE_KEY`,
        { cause: error },
      );
    }
    if (!isHexString(signature, SIGNATURE_BYTES)) throw malformedAnswer("the signature", "65 bytes", signature);
    try {
      return Signature.from(signature).serialized;
    } catch {
      throw malformedAnswer("the signature", "one of secp256k1", signature);
    }
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
