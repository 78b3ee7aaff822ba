import { expect } from "chai";

import { fig6Run, type Fig6Trade, fig6Study, speedupOf } from "../../scripts/studies/fig6.js";
import type { StudyResult } from "../../scripts/studies/study.js";
import { expectNear } from "../support/near.js";
import { refusal } from "../support/refusal.js";
import { contextOf } from "../support/study.js";

describe("Fig. 6", () => {
  let trades: readonly Fig6Trade[];
  let result: StudyResult;
  before(async () => {
    const context = contextOf();
    trades = await context.shared(fig6Run);
    result = await fig6Study.run(context);
  });

  it("goes through full verification on the chain at trades 4, 9, 12, 16, 19, as in the paper", () => {
    expect(trades.filter(({ lane }) => lane === "full").map(({ trade }) => trade)).to.deep.equal([4, 9, 12, 16, 19]);
    expect(trades).to.have.length(20);
  });

  it("takes the same time in both models at those, and less in the improved one elsewhere", () => {
    for (const { lane, traditional, improved } of trades) {
      if (lane === "full") expect(improved.time).to.deep.equal(traditional.time);
      else expectNear(improved.time.total, traditional.time.total - 120);
    }
  });

  it("takes the seconds that the equations give by hand", () => {
    // Trade 1, 2,328 kWh: 0.001 * 2328 * 1.1 = 2.5608; 0.12 * 1000 = 120; 1000 / 100; 0.05; 1001 / 100.
    const { traditional, improved } = trades[0] as Fig6Trade;
    expectNear(traditional.time.handling, 2.5608);
    expect([traditional.time.verification, improved.time.verification]).to.deep.equal([120, 0]);
    expect([improved.time.broadcast, improved.time.blockCheck, improved.time.neighbours]).to.deep.equal([
      10, 0.05, 10.01,
    ]);
    expectNear(traditional.time.total, 142.6208);
    expectNear(improved.time.total, 22.6208);
  });

  it("is s times as fast in the improved model: (20 * 140.06 + 1.1 * 59.704) : that less 15 * 120", () => {
    // 59,704 kWh in all; 120 + 10 + 0.05 + 10.01 = 140.06 s for each trade besides its handling.
    const sum = 20 * 140.06 + 0.0011 * 59_704;
    expectNear(speedupOf(trades), sum / (sum - 15 * 120));
  });

  it("says in its caption what was searched for, assumed and read", () => {
    const [figure] = result.section.figures;
    const marks = Object.fromEntries((figure?.parameters ?? []).map(({ label, mark }) => [label, mark]));
    expect(marks).to.include({
      n: undefined,
      n_a: "assumed",
      c: "assumed",
      M: undefined,
      N: "assumed",
      rho: "reading",
    });
    expect(marks["seed of volumes"]).to.equal("searched for");
    expect(figure?.caption).to.include("searched for");
  });

  it("follows from its settings to the last byte", async () => {
    expect((await fig6Study.run(contextOf())).files).to.deep.equal(result.files);
  });

  it("refuses settings that cannot be run before anything has begun", () => {
    expect(refusal(() => fig6Study.check?.(contextOf("fig6.highKWh=10").settings))).to.equal(
      "highKWh = 10: must not be below lowKWh = 1000",
    );
    expect(refusal(() => fig6Study.check?.(contextOf("time.authorities=2000").settings))).to.equal(
      "authorities = 2000: must be a whole number from 1 to 1000",
    );
  });
});
