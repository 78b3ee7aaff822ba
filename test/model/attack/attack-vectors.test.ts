import { existsSync, readFileSync } from "node:fs";

import { expect } from "chai";

import { attackChance, type AttackLaw, blocksForRisk } from "../../../src/model/attack/attack.js";
import { expectWithin } from "../../support/near.js";

interface Vector {
  readonly law: AttackLaw;
  readonly q: number;
  readonly z: number;
  /** Decimal digits, more of them than a number holds. */
  readonly value: string;
  readonly published?: string;
  readonly publishedUnit?: "p" | "%" | "threshold";
}

const shared = new URL("../../../../shared/", import.meta.url);

describe("the attack against published and computed tables", () => {
  let vectors: readonly Vector[];

  before(function () {
    if (!existsSync(shared)) this.skip();
    vectors = JSON.parse(readFileSync(new URL("vectors/attack.json", shared), "utf8")) as Vector[];
    expect(vectors).to.not.be.empty;
  });

  it("gives every value to 1e-12, in logarithms where it underflows", () => {
    for (const { law, q, z, value } of vectors) {
      const { probability, log10 } = attackChance(law, q, z);
      const where = `${law}, q = ${q}, z = ${z}`;
      if (Number(value) > 1e-300) expectWithin(probability / Number(value), 1, 1e-12, where);
      else expectWithin(log10 / log10OfDigits(value), 1, 1e-12, where);
    }
  });

  it("gives what the primary sources print, in their own rounding", () => {
    const printed = vectors.filter(({ publishedUnit }) => publishedUnit === "p" || publishedUnit === "%");
    expect(printed).to.not.be.empty;
    for (const { law, q, z, published = "", publishedUnit } of printed) {
      const { probability } = attackChance(law, q, z);
      const decimals = published.split(".")[1]?.length ?? 0;
      const value = publishedUnit === "%" ? 100 * probability : probability;
      expect(value.toFixed(decimals), `${law}, q = ${q}, z = ${z}`).to.equal(published);
    }
  });

  it("finds the published smallest z for a risk below 0.1 %", () => {
    const thresholds = vectors.filter(({ publishedUnit }) => publishedUnit === "threshold");
    expect(thresholds).to.not.be.empty;
    for (const { law, q, z } of thresholds) expect(blocksForRisk(law, q, 0.001), `${law}, q = ${q}`).to.equal(z);
  });
});

/** log10 of a decimal string with an exponent below what a number holds. */
function log10OfDigits(digits: string): number {
  const [mantissa, exponent] = digits.split("e");
  return Math.log10(Number(mantissa)) + Number(exponent);
}
