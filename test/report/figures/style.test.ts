import { expect } from "chai";

import { darkStyleSheet, PALETTE } from "../../../src/report/figures/style.js";

/** Contrast of two colours after WCAG 2.2, 1 to 21. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("PALETTE", () => {
  for (const scheme of ["light", "dark"] as const) {
    it(`keeps text readable on ${scheme} paper: 4.5 : 1 (WCAG AA)`, () => {
      for (const name of ["ink", "muted", "blue", "vermillion", "green", "purple"] as const) {
        expect(contrast(PALETTE[name][scheme], PALETTE.paper[scheme]), name).to.be.at.least(4.5);
      }
      expect(contrast(PALETTE.ink[scheme], PALETTE.band[scheme])).to.be.at.least(4.5);
    });
  }

  it("gives every colour one dark counterpart", () => {
    const lights = Object.values(PALETTE).map(({ light }) => light);
    expect(new Set(lights).size).to.equal(lights.length);
  });
});

describe("darkStyleSheet", () => {
  it("turns colours only within its figure, and only on a dark screen", () => {
    const sheet = darkStyleSheet("figure-a");
    expect(sheet).to.match(/^@media screen and \(prefers-color-scheme:dark\)\{/);
    const { light, dark } = PALETTE.ink;
    expect(sheet).to.include(`#figure-a [fill="${light}"]{fill:${dark}}`);
    expect(sheet).to.include(`#figure-a [stroke="${light}"]{stroke:${dark}}`);
  });
});
