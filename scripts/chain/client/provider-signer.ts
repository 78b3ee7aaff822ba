import { Signature, TypedDataEncoder, type TypedDataDomain } from "ethers";

import type { Provider } from "../sent-block.js";
import type { TypedDataSigner, Types } from "../typed-data.js";

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
