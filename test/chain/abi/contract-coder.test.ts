import { expect } from "chai";
import { type FunctionFragment, Interface, type ParamType } from "ethers";

import { ContractCoder } from "../../../src/chain/abi/contract-coder.js";
import { mulberry32, type Random } from "../../../src/model/random.js";
import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
} from "../../../typechain-types/index.js";

const INTERFACES: { name: string; abi: Interface }[] = [
  ImprovedMarket__factory,
  TraditionalMarket__factory,
  BankMoney__factory,
].map((factory) => ({ name: factory.name, abi: factory.createInterface() }));

/** Every kind of type that is supported, and how they nest. */
const NESTED = new Interface(
  [
    "tuple(uint8 a, bytes b, tuple(address c, string d)[] e)[]",
    "tuple(bytes32 a, tuple(bool b, uint48 c) d)[]",
    "bytes[][]",
    "tuple(string a, uint256[] b)",
  ].flatMap((type, i) => [
    `function f${i}(${type}, bytes4, ${type}) returns (${type}, bytes4, ${type})`,
    `function g${i}(${type}) returns (${type})`,
  ]),
);

/** A value of a type, at random: what the general coder is given, too. */
function valueOf(type: ParamType, random: Random): unknown {
  const hex = (bytes: number) =>
    `0x${Array.from({ length: bytes }, () =>
      Math.floor(random() * 256)
        .toString(16)
        .padStart(2, "0"),
    ).join("")}`;
  if (type.components !== null && type.baseType === "tuple") {
    return Object.fromEntries(type.components.map((component) => [component.name, valueOf(component, random)]));
  }
  if (type.arrayChildren !== null) {
    const child = type.arrayChildren;
    return Array.from({ length: Math.floor(random() * 4) }, () => valueOf(child, random));
  }
  if (type.type === "address") return hex(20);
  if (type.type === "bool") return random() < 0.5;
  if (type.type === "string") return "€ and ".repeat(Math.floor(random() * 10));
  if (type.type === "bytes") return hex(Math.floor(random() * 100));
  const [, kind, size] = /^(uint|bytes)(\d+)$/.exec(type.type) ?? [];
  if (kind === "bytes") return hex(Number(size));
  if (kind !== "uint") throw new Error(`no value for ${type.type}`);
  return random() < 0.2 ? 2n ** BigInt(size ?? 0) - 1n : BigInt(hex(Number(size) / 8));
}

function functionsOf(abi: Interface): FunctionFragment[] {
  const functions: FunctionFragment[] = [];
  abi.forEachFunction((fragment) => functions.push(fragment));
  return functions;
}

/** Structs as the lists that ethers makes of them. */
function withoutNames(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.values(value).map(withoutNames);
}

describe("ContractCoder", () => {
  for (const { name, abi } of [...INTERFACES, { name: "nested types", abi: NESTED }]) {
    const coder = new ContractCoder(abi);

    it(`calls every function of ${name} as ethers does`, () => {
      const random = mulberry32(1);
      for (const fragment of functionsOf(abi)) {
        for (let i = 0; i < 20; i++) {
          const values = fragment.inputs.map((type) => valueOf(type, random));
          const expected = abi.encodeFunctionData(fragment, values);
          expect(coder.callData(fragment.name, values), fragment.name).to.equal(expected);
        }
      }
    });

    it(`reads every answer of ${name} as ethers does`, () => {
      const random = mulberry32(2);
      for (const fragment of functionsOf(abi)) {
        for (let i = 0; i < 20; i++) {
          const values = fragment.outputs.map((type) => valueOf(type, random));
          const data = abi.encodeFunctionResult(fragment, values);
          const expected = abi.decodeFunctionResult(fragment, data).toArray(true) as unknown[];
          expect(withoutNames(coder.returned(fragment.name, data)), fragment.name).to.deep.equal(expected);
        }
      }
    });
  }

  it("refuses what is not of its type, as ethers does", () => {
    const abi = new Interface(["function f(uint48, address, bytes4, bytes)"]);
    const coder = new ContractCoder(abi);
    const good = [1n, `0x${"ab".repeat(20)}`, "0x01020304", "0x"];
    expect(coder.callData("f", good)).to.equal(abi.encodeFunctionData("f", good));
    const bad = [
      [-1n, 2n ** 48n, "x", undefined],
      [`0x${"ab".repeat(19)}`, "0x", 1n, null, `0x${"zz".repeat(20)}`],
      ["0x010203", "0x0102030405", 1n],
      ["0x0", "ab", 1n, undefined],
    ];
    for (const [place, values] of bad.entries()) {
      for (const value of values) {
        const all = good.map((each, i) => (i === place ? value : each));
        expect(() => coder.callData("f", all), String(value)).to.throw(RangeError);
        expect(() => abi.encodeFunctionData("f", all), String(value)).to.throw(Error);
      }
    }
    expect(() => coder.callData("f", good.slice(1))).to.throw(Error);
    expect(() => coder.callData("g", [])).to.throw("the contract has no function g");
  });

  it("refuses a returned value that is cut off, or more than its type can hold", () => {
    const coder = new ContractCoder(new Interface(["function f() view returns (uint8, address)"]));
    const word = (digits: string) => digits.padStart(64, "0");
    expect(coder.returned("f", `0x${word("ff")}${word("ab".repeat(20))}`)[0]).to.equal(255n);
    for (const words of ["", word("1"), word("100") + word("0"), word("1") + word(`1${"00".repeat(20)}`)]) {
      expect(() => coder.returned("f", `0x${words}`), words).to.throw(RangeError);
    }
  });

  it("refuses returned lengths and offsets that lead beyond the data", () => {
    const coder = new ContractCoder(
      new Interface(["function f() view returns (uint256[])", "function g() returns (bytes)"]),
    );
    const word = (value: bigint) => value.toString(16).padStart(64, "0");
    for (const words of [[32n], [32n, 1n], [32n, 2n ** 255n], [2n ** 200n, 0n], [32n, 10n ** 9n, 1n]]) {
      for (const name of ["f", "g"]) {
        expect(() => coder.returned(name, `0x${words.map(word).join("")}`), `${name} ${words.join()}`).to.throw(
          RangeError,
        );
      }
    }
  });

  it("does not take a type that no contract of Wattlane uses", () => {
    for (const type of ["int8", "uint8[2]"]) {
      const coder = new ContractCoder(new Interface([`function f(${type})`]));
      expect(() => coder.callData("f", [0])).to.throw(`the type ${type} is not supported`);
    }
  });
});
