import { expect } from "chai";
import hre from "hardhat";

import { builtInChains } from "../../scripts/simulation/chains/built-in.js";
import { DEFAULT_SETTINGS, type Settings } from "../../scripts/studies/settings/settings.js";
import { studyContext, type StudyResult } from "../../scripts/studies/study.js";
import { table1Study, type Table1Line } from "../../scripts/studies/table1.js";
import { expectNear } from "../support/near.js";
import { refusal } from "../support/refusal.js";

const { table1, market } = DEFAULT_SETTINGS;
const SMALL: Settings = {
  ...DEFAULT_SETTINGS,
  market: { ...market, authorities: 4 },
  table1: { ...table1, users: 60, days: 2, voidShare: 0.2 },
};
const run = () =>
  table1Study.run(studyContext({ openChain: builtInChains(hre.network), settings: SMALL, progress: () => undefined }));

describe("Table 1", () => {
  let result: StudyResult;
  let rows: readonly Table1Line[];
  let total: Table1Line;
  before(async () => {
    result = await run();
    ({ days: rows, total } = result.json as { days: Table1Line[]; total: Table1Line });
  });

  it("accounts for every agreement of a day: settled, or void for a reason", () => {
    expect(rows.map(({ day, agreements }) => [day, agreements])).to.deep.equal([
      [1, 31],
      [2, 31],
    ]);
    for (const row of [...rows, total]) {
      const { settled, marginMissing, feeMissing, debtUnpaid, terminated, inBand, excess, shortfall } = row;
      expect(settled + marginMissing + feeMissing + debtUnpaid + terminated).to.equal(row.agreements);
      expect(inBand + excess + shortfall).to.equal(settled);
      expect(row.fastLane + row.fullVerifications).to.equal(row.agreements);
    }
    expect(total.marginMissing).to.be.above(0);
  });

  it("adds the days up, and has the mean of their rates", () => {
    const [first, second] = rows as [Table1Line, Table1Line];
    expect([total.agreements, total.settled]).to.deep.equal([62, first.settled + second.settled]);
    expectNear(total.successRate, (first.settled / 31 + second.settled / 31) / 2);
  });

  it("stands beside the paper's mean, and says that its rate is a calibration", () => {
    expect(result.text).to.include("the paper has 99.51 %");
    expect(result.text).to.include("That is a calibration");
    const [figure] = result.section.figures;
    expect(figure?.caption).to.include("calibrated");
    expect(figure?.parameters.find(({ label }) => label === "users")?.mark).to.equal("assumed");
    expect(figure?.parameters.find(({ label }) => label === "days")?.mark).to.equal("assumed");
    expect(result.summary.map(({ mark }) => mark)).to.deep.equal(["calibrated"]);
  });

  it("writes a line a day and one for all as CSV", () => {
    const lines = String(result.files["table1/table1.csv"]).trimEnd().split("\r\n");
    expect(lines.map((line) => line.split(",")[0])).to.deep.equal(["day", "1", "2", "all"]);
    expect(new Set(lines.map((line) => line.split(",").length)).size).to.equal(1);
  });

  it("measures speed beside the chain's ceiling, apart from what follows from the settings", () => {
    const { transactionsPerSecond, ceilingTransactionsPerSecond, shareOfCeiling } = result.timings as Record<
      string,
      number
    >;
    expectNear((transactionsPerSecond ?? 0) / (ceilingTransactionsPerSecond ?? 0), shareOfCeiling ?? 0);
    expect(JSON.stringify(result.files)).not.to.include("PerSecond");
  });

  it("follows from its settings to the last byte", async () => {
    const again = await run();
    expect(again.files).to.deep.equal(result.files);
    expect(again.json).to.deep.equal(result.json);
    expect(again.section).to.deep.equal(result.section);
  });

  it("refuses what cannot be drawn before anything has begun", () => {
    const settings = { ...SMALL, table1: { ...table1, sellersPermille: 600 } };
    expect(refusal(() => table1Study.check?.(settings))).to.match(/^buyersPermille = 520: /);
  });
});
