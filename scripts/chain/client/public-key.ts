import { dataSlice, SigningKey, type TypedDataDomain } from "ethers";

import { digestOf, type Types } from "../typed-data.js";
import type { ProviderSigner } from "./provider-signer.js";

/** Says nothing but whose key it is: no contract takes it. */
const KEY_PROOF: Types = { KeyProof: [{ type: "address", name: "user" }] };

/**
 * The public key of an account, recovered from a signature: a node tells addresses alone.
 *
 * @returns uncompressed, without prefix: 64 bytes, x then y
 */
export async function publicKeyOf(signer: ProviderSigner, domain: TypedDataDomain): Promise<string> {
  const proof = { user: signer.address };
  const signature = await signer.signTypedData(domain, KEY_PROOF, proof);
  return dataSlice(SigningKey.recoverPublicKey(digestOf(domain, KEY_PROOF, proof), signature), 1);
}
