import { TypedDataEncoder, type TypedDataDomain } from "ethers";

import { keccakOf } from "./keccak.js";
import { structHashOf, type Types } from "./struct-hash.js";

/** The contract and chain for which a signature is valid (EIP-712). */
export type { TypedDataDomain };

/** Signs EIP-712 data: an ethers signer, or a {@link KeySigner} where there is much to sign. */
export interface TypedDataSigner {
  signTypedData(domain: TypedDataDomain, types: Types, value: Record<string, unknown>): Promise<string>;
}

const separators = new WeakMap<TypedDataDomain, string>();

/** The EIP-712 digest of a value: 32 bytes in hex. The separator of a domain object is computed once. */
export function digestOf(domain: TypedDataDomain, types: Types, value: object): string {
  const separator = separators.get(domain) ?? TypedDataEncoder.hashDomain(domain);
  separators.set(domain, separator);
  return keccakOf(`1901${separator.slice(2)}${structHashOf(types)(value).slice(2)}`);
}
