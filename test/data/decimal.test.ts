import { expect } from "chai";

import { decimal, exactDecimal } from "../../src/data/decimal.js";

describe("decimal", () => {
  for (const [text, problem] of [
    ["", "is empty"],
    ["NaN", '"NaN" is not a number'],
    ["inf", '"inf" is not a number'],
    ["0,5", '"0,5" is not a number'],
    ["1 000", '"1 000" is not a number'],
    ["0x10", '"0x10" is not a number'],
    [".", '"." is not a number'],
    ["-", '"-" is not a number'],
    ["e5", '"e5" is not a number'],
    ["1.2.3", '"1.2.3" is not a number'],
    ["1e999", '"1e999" is not a number'],
    ["٣", '"٣" is not a number'],
    ["-0.3", '"-0.3" is negative'],
    ["-0.0001", '"-0.0001" is negative'],
    ["281474976710.656", '"281474976710.656" is too large'],
    ["1e99", '"1e99" is too large'],
  ] as const)
    it(`says of ${JSON.stringify(text)} what is wrong`, () => {
      expect(decimal(text, 3)).to.equal(problem);
    });

  for (const [text, decimals, value] of [
    ["0.3003", 3, 300n],
    ["0.3009999", 3, 300n],
    ["0.0009", 3, 0n],
    ["12", 3, 12_000n],
    ["12.", 3, 12_000n],
    [".5", 3, 500n],
    ["+0.5", 3, 500n],
    ["007.5", 3, 7_500n],
    ["0", 6, 0n],
    ["-0.0", 3, 0n],
    ["169.27", 6, 169_270_000n],
    // 8.2 * 1e6 is 8199999.999999999 in floating point.
    ["8.2", 6, 8_200_000n],
    ["5e-05", 6, 50n],
    ["9.99e-4", 3, 0n],
    ["1.5E+2", 3, 150_000n],
    ["0.00012345e4", 3, 1_234n],
    ["281474976710.655", 3, 2n ** 48n - 1n],
  ] as const)
    it(`reads ${text} as ${value} of 10^-${decimals}, rounded down`, () => {
      expect(decimal(text, decimals)).to.equal(value);
    });
});

describe("exactDecimal", () => {
  for (const [text, decimals, value] of [
    ["0.300", 3, 300n],
    ["0.3000", 3, 300n],
    ["12", 0, 12n],
    ["12.0", 0, 12n],
    ["3e-1", 3, 300n],
    ["1e3", 0, 1000n],
    ["0.0000", 3, 0n],
  ] as const)
    it(`reads ${text} with ${decimals} decimals`, () => {
      expect(exactDecimal(text, decimals, 10_000n)).to.equal(value);
    });

  for (const [text, problem] of [
    ["", "is empty"],
    ["one", '"one" is not a number'],
    ["-1", '"-1" is negative'],
    ["0.3001", '"0.3001" has more than 3 decimals'],
    ["1e-4", '"1e-4" has more than 3 decimals'],
    ["10.001", '"10.001" is too large'],
  ] as const)
    it(`says of ${JSON.stringify(text)} what is wrong`, () => {
      expect(exactDecimal(text, 3, 10_000n)).to.equal(problem);
    });

  it("takes the largest there is", () => {
    expect(exactDecimal("79228162514264337593543950335", 0, 2n ** 96n - 1n)).to.equal(2n ** 96n - 1n);
  });
});
