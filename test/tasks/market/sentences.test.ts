import { readFileSync } from "node:fs";

import { expect } from "chai";
import { type ErrorFragment, getAddress, Interface } from "ethers";

import { type Revert, revertIn } from "../../../src/market/revert.js";
import { EVENT_DETAILS } from "../../../src/market/words.js";
import { sentenceOf, SENTENCES } from "../../../tasks/market/sentences.js";
import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
} from "../../../typechain-types/index.js";

const ABIS = [ImprovedMarket__factory, TraditionalMarket__factory, BankMoney__factory].map((factory) =>
  factory.createInterface(),
) as Interface[];
const ERRORS = new Map<string, ErrorFragment>();
for (const abi of ABIS) abi.forEachError((error) => ERRORS.set(error.name, error));

const EVENTS = new Set<string>();
for (const abi of ABIS.slice(0, 2)) abi.forEachEvent(({ name }) => EVENTS.add(name));

/** Something of an argument's type. */
function sample(type: string): unknown {
  if (type === "address") return getAddress(`0x${"ab".repeat(20)}`);
  if (type === "bytes32") return `0x${"cd".repeat(32)}`;
  return type === "string" ? "text" : 1n;
}

function sampleOf({ name, inputs }: ErrorFragment): Revert {
  return { name, args: Object.fromEntries(inputs.map((input) => [input.name, sample(input.type)])) };
}

/** A sentence without its numbers, amounts, times and addresses. */
function withoutNumbers(sentence: string): string {
  return sentence.replaceAll(/[^\s,:;()]*\d[^\s,;()]*/g, "#");
}

describe("the contracts' errors as sentences", () => {
  it("has one for every custom error of the contracts, and for no other", () => {
    expect(Object.keys(SENTENCES).sort()).to.deep.equal([...ERRORS.keys()].sort());
  });

  it("has each, with its sentence, in the page on errors", () => {
    const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
    const rows = page.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm);
    const listed = Object.fromEntries([...rows].map(([, name, sentence]) => [name!, withoutNumbers(sentence!)]));
    const expected = Object.fromEntries(
      [...ERRORS].map(([name, error]) => [name, withoutNumbers(sentenceOf(sampleOf(error)))]),
    );
    expect(listed).to.deep.equal(expected);
  });

  for (const [name, error] of ERRORS) {
    it(`says ${name} in one line, from the data that a node gives`, () => {
      const abi = new Interface([error]);
      const data = abi.encodeErrorResult(error, Object.values(sampleOf(error).args));
      const refusal = revertIn({ code: 3, message: "reverted", data }, ABIS)!;
      expect(refusal.name).to.equal(name);
      const sentence = sentenceOf(refusal);
      expect(sentence)
        .to.match(/^[^\n]{15,}$/)
        .and.not.match(/undefined|NaN|\[object/);
    });
  }

  it("finds the data where nodes put it, and nothing without it", () => {
    const data = ABIS[0]!.encodeErrorResult("ZeroEnergy");
    for (const thrown of [data, { data }, { data: { data } }, { cause: { data } }, { error: { data: { data } } }]) {
      expect(revertIn(thrown, ABIS)).to.deep.equal({ name: "ZeroEnergy", args: {} });
    }
    for (const thrown of [undefined, null, {}, { data: "0x" }, { data: "0x12345678" }, new Error("no data")]) {
      expect(revertIn(thrown, ABIS)).to.equal(undefined);
    }
  });

  it("names an error that the contracts do not have", () => {
    expect(sentenceOf({ name: "Strange", args: {} })).to.equal("the contract reverted with Strange");
  });
});

describe("the contracts' events in words", () => {
  it("has details for every event of the markets, and for no other", () => {
    expect(Object.keys(EVENT_DETAILS).sort()).to.deep.equal([...EVENTS].sort());
  });
});
