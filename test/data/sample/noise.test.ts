import { expect } from "chai";

import { autoregressive, bell, standardNormal } from "../../../src/data/sample/noise.js";
import { mulberry32 } from "../../../src/model/random.js";
import { expectWithin } from "../../support/near.js";

function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

describe("noise", () => {
  it("standardNormal has mean 0 and deviation 1, and is finite where the generator gives 0", () => {
    const random = mulberry32(3);
    const { mean, deviation } = moments(Array.from({ length: 20_000 }, () => standardNormal(random)));
    expectWithin(mean, 0, 0.03);
    expectWithin(deviation, 1, 0.03);
    expect(standardNormal(() => 0)).to.equal(0);
  });

  it("autoregressive has its deviation from the first value on, and its memory", () => {
    const random = mulberry32(4);
    const firsts = Array.from({ length: 20_000 }, () => autoregressive(random, 0.8, 2)());
    expectWithin(moments(firsts).deviation, 2, 0.06);
    const next = autoregressive(random, 0.8, 2);
    const values = Array.from({ length: 40_000 }, () => next());
    const products = values.slice(1).map((value, index) => value * (values[index] ?? 0));
    expectWithin(moments(products).mean / moments(values).deviation ** 2, 0.8, 0.03);
  });

  it("bell is 1 at its centre and falls to both sides", () => {
    expect(bell(7, 7, 2)).to.equal(1);
    expectWithin(bell(9, 7, 2), Math.exp(-0.5), 1e-12);
    expect(bell(5, 7, 2)).to.equal(bell(9, 7, 2));
  });
});
