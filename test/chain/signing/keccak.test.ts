import { expect } from "chai";
import { hexlify, toUtf8Bytes } from "ethers";

import { keccak256 } from "../../../src/chain/signing/keccak.js";

describe("keccak", () => {
  it("hashes as published", () => {
    expect(keccak256("0x")).to.equal("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    expect(keccak256(toUtf8Bytes("abc"))).to.equal(
      "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    );
  });

  it("hashes as ethers' own does, around the lengths of its blocks", () => {
    for (const length of [1, 31, 32, 64, 135, 136, 137, 271, 272, 273, 5000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) % 256);
      expect(keccak256(bytes), String(length)).to.equal(hexlify(keccak256._(bytes)));
    }
  });
});
