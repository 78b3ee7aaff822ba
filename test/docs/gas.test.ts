import { readFileSync } from "node:fs";

import { expect } from "chai";

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const figures = JSON.parse(read("gas.json")) as Record<"improved" | "traditional", Record<string, number>>;

/** Calldata costs 4 or 16 gas a byte, so that the same step on other addresses costs a little more or less. */
const TOLERANCE = 0.003;

const near = (gas: number) => (figure: number) => Math.abs(gas - figure) <= TOLERANCE * figure;
const numberOf = (text: string) => Number(text.replaceAll(",", ""));

describe("The gas in outputs that the pages show", () => {
  for (const page of ["docs/deploy.md", "docs/operate.md"]) {
    it(`is what gas.json has for a deployment: ${page}`, () => {
      const rows = [...read(page).matchAll(/^ *(Improved|Traditional)Market +0x\w+ +\d+ +([\d,]+)$/gm)];
      expect(rows).to.not.deep.equal([]);
      for (const [row, kind, gas] of rows)
        expect(numberOf(gas!), row).to.satisfy(near(figures[kind === "Improved" ? "improved" : "traditional"].deploy!));
    });
  }

  for (const page of ["docs/market.md", "docs/operate.md"]) {
    it(`is what gas.json has for a user's step: ${page}`, () => {
      const outputs = [
        ...read(page).matchAll(/(?:Done|Would): ?(register|declare|accept|settle)\n[^]*?\n *gas +([\d,]+)\n/g),
      ];
      expect(outputs.length).to.be.above(3);
      for (const [output, act, gas] of outputs) {
        const steps = Object.entries(figures.improved).filter(([step]) => step.startsWith(act!));
        const known = steps.some(([, figure]) => near(numberOf(gas!))(figure));
        expect(known, output).to.equal(true);
      }
    });
  }
});
