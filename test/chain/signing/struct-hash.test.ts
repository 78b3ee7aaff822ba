import { expect } from "chai";
import { TypedDataEncoder } from "ethers";

import { structHashOf, type Types } from "../../../src/chain/signing/struct-hash.js";

const WHO = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
const INNER = [
  { type: "address", name: "who" },
  { type: "uint48", name: "energyWh" },
  { type: "bytes4", name: "kind" },
  { type: "bool", name: "done" },
];
const FLAT: Types = { Inner: INNER };
const NESTED: Types = {
  Outer: [
    { type: "Inner", name: "inner" },
    { type: "bytes32", name: "id" },
  ],
  Inner: INNER,
};
const GENERAL: Types = {
  Outer: [
    { type: "Inner[]", name: "inners" },
    { type: "string", name: "text" },
    { type: "int8", name: "change" },
  ],
  Inner: INNER,
};
const INNER_VALUE = { who: WHO, energyWh: 2n ** 48n - 1n, kind: "0xAB020304", done: true };

describe("structHashOf", () => {
  const cases: [string, Types, object][] = [
    ["static values", FLAT, INNER_VALUE],
    ["a struct in a struct", NESTED, { inner: INNER_VALUE, id: `0x${"12".repeat(32)}` }],
    ["lists, texts and whatever else", GENERAL, { inners: [INNER_VALUE, INNER_VALUE], text: "text", change: -1n }],
  ];
  for (const [name, types, value] of cases) {
    it(`hashes ${name} as ethers does`, () => {
      const expected = TypedDataEncoder.from(types).hash(value);
      expect(structHashOf(types)(value)).to.equal(expected);
      expect(structHashOf(types)(value)).to.equal(expected);
    });
  }

  it("tells structs apart that differ in one member", () => {
    const hash = structHashOf(FLAT);
    for (const change of [{ energyWh: 0n }, { kind: "0xab020305" }, { done: false }, { who: WHO.replace("7", "8") }]) {
      expect(hash({ ...INNER_VALUE, ...change })).not.to.equal(hash(INNER_VALUE));
    }
  });

  it("refuses a value that is not of its type", () => {
    for (const change of [{ energyWh: 2n ** 48n }, { energyWh: -1n }, { who: "0x12" }, { kind: undefined }]) {
      expect(() => structHashOf(FLAT)({ ...INNER_VALUE, ...change })).to.throw(RangeError);
    }
  });
});
