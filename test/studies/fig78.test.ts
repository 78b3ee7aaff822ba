import { expect } from "chai";

import { fig78Study, type Fig78Point } from "../../scripts/studies/fig78.js";
import { expectNear } from "../support/near.js";
import { refusal } from "../support/refusal.js";
import { contextOf, csvRows, runStudy } from "../support/study.js";

interface Fig78Json {
  readonly seeds: readonly number[];
  readonly points: readonly Fig78Point[];
}

const run = async (list: string) => (await runStudy(fig78Study, list)).json as Fig78Json;
const nodesIn = ({ points }: Fig78Json) => [...new Set(points.map(({ nodes }) => nodes))];

describe("Fig. 7 and 8", () => {
  it("go from n = 300 to n = 9000 in steps of 300", async () => {
    const nodes = nodesIn(await run("fig78.seeds=1,fig78.blocks=1"));
    expect([nodes.length, nodes[0], nodes[1], nodes.at(-1)]).to.deep.equal([30, 300, 600, 9000]);
  });

  it("stop at the last step within the range", async () => {
    expect(nodesIn(await run("fig78.toNodes=1000,fig78.seeds=1"))).to.deep.equal([300, 600, 900]);
  });

  it("follow equation (9), with T_c in one trade of four in the improved model", async () => {
    // T_c = 0.12 * 300 = 36; 36 + 3 + 0.05 + 3.01 = 42.06 s besides T = 0.0011 * 3000 = 3.3.
    const [traditional, improved] = (await run("fig6.lowKWh=3000,fig6.highKWh=3000,fig78.toNodes=300")).points;
    expectNear(traditional?.equation.mean ?? NaN, 42.06 + 3.3);
    // Three trades of 3,000 kWh fit into 10,000, the fourth is verified: 5 of 20.
    expectNear(improved?.equation.mean ?? NaN, 42.06 + 3.3 - 0.75 * 36);
    expectNear(improved?.equation.high ?? NaN, improved?.equation.low ?? NaN);
  });

  it("replace both broadcasts by the simulated one, which hardly depends on n", async () => {
    const ends = "fig78.stepNodes=2700,fig78.toNodes=3000,fig78.seeds=2,time.authorities=7";
    const { points } = await run(`fig6.lowKWh=3000,fig6.highKWh=3000,${ends}`);
    const [few, many] = points.filter(({ model }) => model === "traditional");
    // By equation (9) 54 s more, at the same T_c; by gossip two or three hops in each of the two broadcasts.
    expectNear((many?.equation.mean ?? NaN) - (few?.equation.mean ?? NaN), 54);
    expect((many?.simulated.mean ?? NaN) - (few?.simulated.mean ?? NaN)).to.be.within(0.2, 2);
  });

  it("spread over the seeds, whose energies and networks differ", async () => {
    const small = "fig78.toNodes=300,fig78.seeds=4";
    expect((await run(`seed=7,${small}`)).seeds).to.deep.equal([7, 8, 9, 10]);
    for (const row of csvRows(await runStudy(fig78Study, small), "fig78/fig78.csv")) {
      for (const way of ["equation", "simulated"]) {
        const [low, mean, high] = ["low", "mean", "high"].map((part) => Number(row[`${way}_${part}_s`])) as [
          number,
          number,
          number,
        ];
        expect(low < mean && mean < high, `${String(row.model)}, ${way}`).to.be.true;
      }
    }
  });

  it("repeat themselves to the last byte, and differ with the seed", async () => {
    const small = "fig78.toNodes=600,fig78.seeds=2";
    const first = await runStudy(fig78Study, small);
    expect((await runStudy(fig78Study, small)).files).to.deep.equal(first.files);
    expect((await runStudy(fig78Study, `seed=2,${small}`)).files).not.to.deep.equal(first.files);
  });

  it("refuse a range that is upside down", () => {
    expect(refusal(() => fig78Study.check?.(contextOf("fig78.toNodes=200").settings))).to.equal(
      "fig78.toNodes = 200: must not be below fig78.fromNodes = 300",
    );
  });
});
