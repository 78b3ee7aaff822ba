import { readFileSync, writeFileSync } from "node:fs";

import { expect } from "chai";

import { figureSamples } from "../samples.js";

/** Set it to 1 to take the figures as they are now for right, after a look at every changed one. */
const update = process.env.WATTLANE_UPDATE_GOLDEN === "1";

describe("figures", () => {
  for (const [name, draw] of Object.entries(figureSamples)) {
    const path = new URL(`../../golden/${name}.svg`, import.meta.url);

    it(`${name} is drawn as the golden file shows it`, () => {
      const svg = draw();
      if (update) writeFileSync(path, svg);
      // Compared as a whole, but not printed as one: `git diff` after an update shows what changed.
      expect(svg === readFileSync(path, "utf8"), `differs from test/golden/${name}.svg (WATTLANE_UPDATE_GOLDEN=1)`).to
        .be.true;
    });

    it(`${name} is the same when it is drawn again, after other figures`, () => {
      const first = draw();
      expect(draw() === first).to.be.true;
    });

    it(`${name} has a name, a description and ids of its own`, () => {
      const svg = draw();
      expect(svg).to.match(/^<svg [^>]*role="img"/);
      expect(svg).to.include(`aria-labelledby="figure-${name}-title figure-${name}-desc"`);
      expect(svg).to.match(/<title id="[^"]+">[^<]{20,}<\/title>\n<desc id="[^"]+">[^<]{40,}<\/desc>/);
      const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? "");
      expect(new Set(ids).size).to.equal(ids.length);
      for (const id of ids) expect(id === `figure-${name}` || id.startsWith(`figure-${name}-`), id).to.be.true;
      for (const [, target] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).to.include(target);
    });

    it(`${name} asks for nothing from outside and holds no NaN`, () => {
      const svg = draw().replace('xmlns="http://www.w3.org/2000/svg"', "");
      expect(svg).not.to.match(/https?:|<image|<script|@import|NaN|Infinity|undefined|currentColor/);
    });
  }
});
