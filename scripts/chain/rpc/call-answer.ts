import type { Interface, Result } from "ethers";

import { bytesOf, nonsense } from "./values.js";

/**
 * Reads the answer to `eth_call` of a contract's function.
 *
 * @throws NodeUnavailable when it is not what the function returns: also "0x", which stands for a contract that is not there
 */
export function returnedBy(abi: Interface, name: string, answer: unknown): Result {
  const data = bytesOf(answer, `the answer to ${name}`);
  try {
    return abi.decodeFunctionResult(name, data);
  } catch {
    throw nonsense(`the answer to ${name}`, "what the contract returns", answer);
  }
}
