import { expect } from "chai";
import {
  N,
  SigningKey,
  Wallet,
  computeAddress,
  getBytes,
  keccak256,
  recoverAddress,
  toBeHex,
  toUtf8Bytes,
} from "ethers";

import { InvalidSignature, recoverSigner, signDigest } from "../../../src/chain/signing/secp256k1.js";

const hashOf = (text: string) => keccak256(toUtf8Bytes(text));
const DIGEST = hashOf("a digest");
const KEY = new SigningKey(hashOf("a key"));

/** r, s and v of a signature, to make another of. */
function partsOf(signature: string): { r: string; s: bigint; v: number } {
  return {
    r: signature.slice(2, 66),
    s: BigInt(`0x${signature.slice(66, 130)}`),
    v: Number(`0x${signature.slice(130)}`),
  };
}

function signatureOf(r: string, s: bigint, v: number): string {
  return `0x${r}${toBeHex(s, 32).slice(2)}${toBeHex(v, 1).slice(2)}`;
}

function faultOf(signature: string, digest = DIGEST): string {
  try {
    return recoverSigner(digest, signature);
  } catch (error) {
    if (error instanceof InvalidSignature) return error.fault;
    throw error;
  }
}

describe("signing and recovering with secp256k1", () => {
  const signature = signDigest(getBytes(KEY.privateKey), DIGEST);
  const { r, s, v } = partsOf(signature);
  const numbers = Array.from({ length: 40 }, (_, i) => i);

  it("sign the same bytes as ethers does, and recover the same address", () => {
    for (const i of numbers) {
      const key = new SigningKey(hashOf(`key ${i}`));
      const digest = hashOf(`digest ${i}`);
      const signed = signDigest(getBytes(key.privateKey), digest);
      expect(signed).to.equal(key.sign(digest).serialized);
      expect(recoverSigner(digest, signed)).to.equal(recoverAddress(digest, signed)).and.equal(computeAddress(key));
    }
  });

  it("recover from any bytes what ethers does, or refuse where it does", () => {
    const kinds = new Set<boolean>();
    for (const i of numbers) {
      // A random r is the x of a point for about every other one.
      const random = signatureOf(hashOf(`r ${i}`).slice(2), BigInt(hashOf(`s ${i}`)) % (N / 2n), 27 + (i % 2));
      let expected = "ECDSAInvalidSignature";
      try {
        expected = recoverAddress(DIGEST, random);
      } catch {
        // Not the x of a point.
      }
      kinds.add(expected.startsWith("0x"));
      expect(faultOf(random)).to.equal(expected);
    }
    expect(kinds.size).to.equal(2);
  });

  it("take hex in capitals, as ethers does", () => {
    expect(recoverSigner(DIGEST, `0x${signature.slice(2).toUpperCase()}`)).to.equal(computeAddress(KEY));
  });

  it("recover another for another digest", () => {
    expect(recoverSigner(hashOf("another"), signature)).not.to.equal(computeAddress(KEY));
  });

  it("refuse whatever is not 65 bytes of hex", () => {
    const bad = ["", "0x", "0xzz", signature.slice(2), signature.slice(0, -2), `${signature}00`, ` ${signature}`];
    const notHex = `0x${"g".repeat(130)}`;
    const short = new Wallet(KEY.privateKey).signingKey.sign(DIGEST).compactSerialized;
    for (const text of [...bad, notHex, short, `${signature}\n`]) {
      expect(faultOf(text), text).to.equal("ECDSAInvalidSignatureLength");
    }
  });

  it("refuse the other of the two values of s, which would be a second signature of the same", () => {
    expect(recoverAddress(DIGEST, { r: `0x${r}`, s: toBeHex(s, 32), v })).to.equal(computeAddress(KEY));
    expect(faultOf(signatureOf(r, N - s, 55 - v))).to.equal("ECDSAInvalidSignatureS");
    expect(faultOf(signatureOf(r, N / 2n + 1n, v))).to.equal("ECDSAInvalidSignatureS");
    expect(faultOf(signatureOf(r, N / 2n, v))).to.match(/^0x/);
  });

  it("refuse every other v", () => {
    for (const other of [0, 1, 2, 26, 29, 30, 31, 255]) {
      expect(faultOf(signatureOf(r, s, other)), String(other)).to.equal("ECDSAInvalidSignature");
    }
  });

  it("refuse zero, and r from the curve's order on", () => {
    const order = N.toString(16);
    for (const [badR, badS] of [
      ["00".repeat(32), s],
      [r, 0n],
      ["00".repeat(32), 0n],
      [order, s],
      ["ff".repeat(32), s],
    ] as const) {
      expect(faultOf(signatureOf(badR, badS, v))).to.equal("ECDSAInvalidSignature");
    }
  });

  it("have no answer for a digest of another length: that is the caller's fault, not the signer's", () => {
    expect(() => recoverSigner("0x1234", signature)).to.throw(RangeError, "32 bytes");
  });
});
