import { getAddress } from "ethers";
import secp256k1 from "secp256k1";

import { keccak256 } from "./keccak.js";

/** Why a signature is invalid, by the name of the OpenZeppelin error that the market would revert with. */
type SignatureFault = "ECDSAInvalidSignatureLength" | "ECDSAInvalidSignatureS" | "ECDSAInvalidSignature";

/** A signature that no key can have made, or not in the form that the market takes. */
export class InvalidSignature extends Error {
  override readonly name = "InvalidSignature";
  readonly fault: SignatureFault;

  constructor(fault: SignatureFault) {
    super(MESSAGES[fault]);
    this.fault = fault;
  }
}

const MESSAGES: Readonly<Record<SignatureFault, string>> = {
  ECDSAInvalidSignatureLength: "a signature needs 65 bytes in hex",
  ECDSAInvalidSignatureS: "a signature needs the lower of the two values of s",
  ECDSAInvalidSignature: "no key can have made this signature",
};

const SIGNATURE = /^0x[0-9a-f]{130}$/i;
const HALF_ORDER = Buffer.from("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", "hex");
/** Added to the recovery id, as everywhere in Ethereum. */
const V = 27;

/**
 * Signs a digest with the nonce of RFC 6979: the same key and digest always give the same signature.
 *
 * @param privateKey - 32 bytes
 * @param digest - 32 bytes in hex
 * @returns r, s (the lower one) and v (27 or 28): 65 bytes in hex
 */
export function signDigest(privateKey: Uint8Array, digest: string): string {
  const { signature, recid } = secp256k1.ecdsaSign(bytesOf(digest), privateKey);
  return `0x${Buffer.from(signature).toString("hex")}${(V + recid).toString(16)}`;
}

/**
 * Recovers the signer of a digest by the rules of OpenZeppelin's `ECDSA.recover`: 65 bytes, the lower of the two values
 * of s, v 27 or 28.
 *
 * @param digest - 32 bytes in hex
 * @param signature - any text
 * @returns the signer's address, with its checksum
 * @throws InvalidSignature
 */
export function recoverSigner(digest: string, signature: string): string {
  if (!SIGNATURE.test(signature)) throw new InvalidSignature("ECDSAInvalidSignatureLength");
  const bytes = bytesOf(signature);
  if (HALF_ORDER.compare(bytes, 32, 64) < 0) throw new InvalidSignature("ECDSAInvalidSignatureS");
  const v = bytes[64];
  if (v !== V && v !== V + 1) throw new InvalidSignature("ECDSAInvalidSignature");
  const key = signingKeyOf(bytesOf(digest), bytes.subarray(0, 64), v - V);
  return addressOf(key);
}

/** Whether 32 bytes are a private key: not zero, and below the order of the curve. */
export function isPrivateKey(bytes: Uint8Array): boolean {
  return secp256k1.privateKeyVerify(bytes);
}

/** The public key of a private one. @returns 65 bytes: 4, x, y @throws RangeError when it is not a private key */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  if (!isPrivateKey(privateKey)) {
    throw new RangeError("a private key must not be zero and must be below the order of the curve");
  }
  return secp256k1.publicKeyCreate(privateKey, false);
}

/** The address of a public key. @param publicKey - 65 bytes: 4, x, y */
export function addressOf(publicKey: Uint8Array): string {
  return getAddress(`0x${keccak256(publicKey.subarray(1)).slice(-40)}`);
}

function signingKeyOf(digest: Uint8Array, signature: Uint8Array, recoveryId: number): Uint8Array {
  if (digest.length !== 32) throw new RangeError("a digest has 32 bytes in hex");
  try {
    return secp256k1.ecdsaRecover(signature, recoveryId, digest, false);
  } catch {
    // r or s is zero or too large, or no point of the curve has this r as its x.
    throw new InvalidSignature("ECDSAInvalidSignature");
  }
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.slice(2), "hex");
}
