import { expect } from "chai";

import {
  difference,
  divide,
  type Extended,
  exponential,
  extended,
  log10,
  multiply,
  power,
  toNumber,
} from "../../../src/model/attack/extended.js";
import { expectWithin } from "../../support/near.js";

describe("extended numbers", () => {
  it("multiply to 2^-100", () => {
    // (1 + 2^-52)(1 - 2^-52) = 1 - 2^-104, which a number rounds to 1.
    const { high, low } = multiply(extended(1 + 2 ** -52), extended(1, -(2 ** -52)));
    expect(high).to.equal(1);
    expectWithin(low, -(2 ** -104), 2 ** -108);
  });

  it("divide to 2^-100", () => {
    const third = divide(extended(1), extended(3));
    // 3 times the quotient, in whole numbers, misses 1 by little.
    expect(Math.abs(Number(3n * scaled(third) - (1n << SCALE))) * 2 ** -256).to.be.below(2 ** -100);
  });

  it("take a difference without loss", () => {
    expect(difference(1, 1e-17)).to.deep.equal({ high: 1, low: -1e-17, exponent: 0 });
    expect(difference(1, 0.5)).to.deep.equal({ high: 0.5, low: 0, exponent: 0 });
  });

  it("keep their digits through a power of 100,000", () => {
    // A base of more digits than a number holds: rounded to one, its power would be right to 1e-12 alone.
    const base = multiply(extended(0.99999), extended(0.99998));
    const exactBase = (scaled(extended(0.99999)) * scaled(extended(0.99998))) >> SCALE;
    let exact = 1n << SCALE;
    for (let i = 0; i < 100_000; i++) exact = (exact * exactBase) >> SCALE;
    const error = scaled(power(base, 100_000)) - exact;
    expect(Math.abs(Number(error)) / Number(exact)).to.be.below(1e-25);
  });

  it("do not underflow, and say so in log10", () => {
    const tiny = power(extended(0.5), 1e9);
    expect(toNumber(tiny)).to.equal(0);
    expect(log10(tiny)).to.equal(1e9 * Math.log10(0.5));
    expect(log10(extended(Number.MIN_VALUE))).to.equal(-1074 * Math.log10(2));
    expect(log10(power(extended(0), 3))).to.equal(-Infinity);
  });

  it("come back as the number they were, down to the smallest", () => {
    for (const value of [0, 1, 0.3, 1e-200, 2 ** -1022, 3 * 2 ** -1074, Number.MIN_VALUE]) {
      expect(toNumber(extended(value))).to.equal(value);
    }
  });

  it("have 1 as their power of 0", () => {
    expect(power(extended(0.3), 0)).to.deep.equal(extended(1));
  });

  it("take e^x beyond what a number holds", () => {
    expect(toNumber(exponential(extended(0)))).to.equal(1);
    expectWithin(toNumber(exponential(extended(1))), Math.E, 1e-15);
    const product = multiply(
      exponential(extended(50_000)),
      power(divide(extended(1), exponential(extended(1))), 50_000),
    );
    expectWithin(toNumber(product), 1, 1e-11); // e itself is only right to 1e-16, taken 50,000 times
    expectWithin(log10(exponential(extended(1e6))), 1e6 * Math.LOG10E, 1e-9);
  });
});

const SCALE = 256n;

/** A number that is not too small, as a whole number of 2^-256. */
function scaled({ high, low, exponent }: Extended): bigint {
  const unit = 2 ** (Number(SCALE) + exponent);
  return BigInt(high * unit) + BigInt(low * unit);
}
