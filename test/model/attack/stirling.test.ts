import { evenSplit, poissonPeak } from "../../../src/model/attack/stirling.js";
import { expectWithin } from "../../support/near.js";

describe("poissonPeak", () => {
  it("is n^n e^-n / n!, on both sides of where Stirling's series takes over", () => {
    for (let n = 1; n <= 140; n++) {
      const exact = ratio(BigInt(n) ** BigInt(n), factorial(n)) * Math.exp(-n);
      expectWithin(poissonPeak(n) / exact, 1, 1e-14, `n = ${n}`);
    }
  });
});

describe("evenSplit", () => {
  it("is C(2n, n) / 4^n", () => {
    for (let n = 1; n <= 200; n++) {
      const exact = ratio(factorial(2 * n), (factorial(n) ** 2n) << BigInt(2 * n));
      expectWithin(evenSplit(n) / exact, 1, 3e-15, `n = ${n}`);
    }
  });

  it("falls as 1 / sqrt(pi n)", () => {
    expectWithin(evenSplit(1e9) * Math.sqrt(Math.PI * 1e9), 1 - 1 / 8e9, 1e-15);
  });
});

function factorial(n: number): bigint {
  return n === 0 ? 1n : BigInt(n) * factorial(n - 1);
}

/** a / b, to about 2^-64 before it is rounded to a number. */
function ratio(a: bigint, b: bigint): number {
  return Number((a << 64n) / b) * 2 ** -64;
}
