import { expect } from "chai";

import { attackChance } from "../../src/model/attack/attack.js";
import { fig11Study } from "../../scripts/studies/fig11.js";
import { fig6Run, speedupOf } from "../../scripts/studies/fig6.js";
import { contextOf, csvRows } from "../support/study.js";

describe("Fig. 11", () => {
  it("sets the improved chain floor(z s) blocks ahead, s from the run of Fig. 6", async () => {
    const context = contextOf("fig11.blocks=8");
    const speedup = speedupOf(await context.shared(fig6Run));
    const rows = csvRows(await fig11Study.run(context), "fig11/fig11.csv");
    expect(rows.map(({ z }) => Number(z))).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const row of rows) {
      const ahead = Math.floor(Number(row.z) * speedup);
      expect(Number(row.improved_z)).to.equal(ahead);
      for (const law of ["poisson", "exact"] as const) {
        expect(Number(row[`traditional_${law}`])).to.equal(attackChance(law, 0.4, Number(row.z)).probability);
        expect(Number(row[`improved_${law}`])).to.equal(attackChance(law, 0.4, ahead).probability);
      }
    }
  });

  it("does not run Fig. 6 again when it has run", async () => {
    const context = contextOf();
    expect(await context.shared(fig6Run)).to.equal(await context.shared(fig6Run));
  });
});
