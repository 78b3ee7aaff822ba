import { expect } from "chai";

import { fig9Study } from "../../scripts/studies/fig9.js";
import { refusal } from "../support/refusal.js";
import { contextOf, csvRows, runStudy } from "../support/study.js";

describe("Fig. 9", () => {
  it("adds up 60 min a trade of Bitcoin, T_c of the traditional and T_c R of the improved model", async () => {
    const rows = csvRows(await runStudy(fig9Study), "fig9/fig9.csv");
    expect(rows.map(({ bitcoin_s }) => Number(bitcoin_s))).to.deep.equal(rows.map((_, i) => 3600 * (i + 1)));
    expect(rows.map(({ traditional_s }) => Number(traditional_s))).to.deep.equal(rows.map((_, i) => 120 * (i + 1)));
    expect(rows.map(({ improved_s }) => Number(improved_s))).to.deep.equal([
      0, 0, 0, 120, 120, 120, 120, 120, 240, 240,
    ]);
  });

  it("counts the automatic check where rho says that it costs something", async () => {
    const rows = csvRows(await runStudy(fig9Study, "market.rho=0.25,fig9.trades=4"), "fig9/fig9.csv");
    expect(rows.map(({ improved_s }) => Number(improved_s))).to.deep.equal([30, 60, 90, 210]);
  });

  it("refuses more trades than Fig. 6 runs", () => {
    const { settings } = contextOf("fig9.trades=21");
    expect(refusal(() => fig9Study.check?.(settings))).to.equal(
      "fig9.trades = 21: at most the trades of Fig. 6, fig6.trades = 20",
    );
  });
});
