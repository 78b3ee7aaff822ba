import { expect } from "chai";

import { broadcastArrival } from "../../../src/report/figures/broadcast-arrival.js";
import { broadcastGrowth } from "../../../src/report/figures/broadcast-growth.js";
import { dayEnergy } from "../../../src/report/figures/day-energy.js";
import { dayGas } from "../../../src/report/figures/day-gas.js";
import { fig10 } from "../../../src/report/figures/fig10.js";
import { fig11 } from "../../../src/report/figures/fig11.js";
import { fig6 } from "../../../src/report/figures/fig6.js";
import { fig78 } from "../../../src/report/figures/fig7-8.js";
import { fig9 } from "../../../src/report/figures/fig9.js";
import { sensitivity } from "../../../src/report/figures/sensitivity.js";
import { table1 } from "../../../src/report/figures/table1.js";
import { fig6Rows } from "../samples.js";

describe("figures refuse", () => {
  it("an empty set of rows, by name", () => {
    const empty: Record<string, () => string> = {
      fig6: () => fig6([]),
      "fig7-8": () => fig78([]),
      fig9: () => fig9([]),
      fig11: () => fig11({ q: 0.4, speedup: 2, rows: [] }),
      sensitivity: () => sensitivity([]),
      "broadcast-arrival": () => broadcastArrival(9, []),
      "broadcast-growth": () => broadcastGrowth([]),
      "day-energy": () => dayEnergy([]),
      "day-gas": () => dayGas([]),
    };
    for (const [name, draw] of Object.entries(empty)) expect(draw, name).to.throw(RangeError, `${name}: no rows`);
  });

  it("a number that is not finite, naming figure, row and property", () => {
    const rows = fig6Rows();
    const broken = rows.map((row, index) => (index === 2 ? { ...row, improvedSeconds: NaN } : row));
    expect(() => fig6(broken)).to.throw(RangeError, "fig6, row 3: improvedSeconds is NaN");
    const days = [{ day: 1, successRate: 1 }];
    expect(() => table1({ days, meanRate: Infinity, paperRate: 1 })).to.throw(RangeError, "meanRate is Infinity");
  });

  it("a model, a topology or a sweep without rows", () => {
    const row = { model: "improved", nodes: 1, equationSeconds: 1 } as const;
    const simulated = { simulatedMeanSeconds: 1, simulatedLowSeconds: 1, simulatedHighSeconds: 1 };
    expect(() => fig78([{ ...row, ...simulated }])).to.throw(RangeError, "Fig. 7: traditional: no rows");
    const arrival = { topology: "gossip", seconds: 1, share: 1 } as const;
    expect(() => broadcastArrival(9, [arrival])).to.throw(RangeError, "broadcast-arrival, unicast: no rows");
    const sweep = { parameter: "rho", scale: "linear", defaultValue: 0, points: [] } as const;
    expect(() => sensitivity([sweep])).to.throw(RangeError, "sensitivity, rho: no rows");
  });

  it("what a logarithmic axis cannot show", () => {
    expect(() => broadcastArrival(9, [{ topology: "gossip", seconds: 0, share: 0 }])).to.throw(RangeError, "above 0");
    expect(() => broadcastGrowth([{ series: "gossip", nodes: 0, seconds: 1 }])).to.throw(RangeError, "above 0");
  });

  it("a surface that does not fill its grid", () => {
    const whole = {
      law: "exact",
      z: [0, 1],
      q: [0, 0.5],
      log10Probability: [
        [0, -1],
        [0, 0],
      ],
    } as const;
    expect(() => fig10([whole, { ...whole, z: [0] }])).to.throw(RangeError, "two values of z");
    expect(() => fig10([whole, { ...whole, log10Probability: [[0, -1]] }])).to.throw(RangeError, "do not fill it");
    const unknown = {
      ...whole,
      log10Probability: [
        [0, NaN],
        [0, 0],
      ],
    };
    expect(() => fig10([whole, unknown])).to.throw(RangeError, "fig10, exact: a value is NaN");
  });
});
