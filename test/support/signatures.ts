import { N, Signature, toBeHex, concat } from "ethers";

/** The same signature with n - s for s and the other parity: valid mathematics that must not count. */
export function malleable(signature: string): { signature: string; s: string } {
  const { r, s, yParity } = Signature.from(signature);
  const high = toBeHex(N - BigInt(s), 32);
  return { signature: concat([r, high, yParity === 0 ? "0x1c" : "0x1b"]), s: high };
}
