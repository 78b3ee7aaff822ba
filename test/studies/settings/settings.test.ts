import { expect } from "chai";

import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import { timeParameters } from "../../../src/model/time-parameters.js";
import { DEFAULT_DAY_RULES } from "../../../src/model/day-rules.js";
import { settingsSection } from "../../../scripts/studies/settings/section.js";
import { DEFAULT_SETTINGS, dayRulesOf, marketOf, timeOf } from "../../../scripts/studies/settings/settings.js";
import { refusal } from "../../support/refusal.js";

describe("settings", () => {
  it("default to what the market, the day and the equations default to", () => {
    expect(marketOf(DEFAULT_SETTINGS)).to.deep.equal(DEFAULT_PARAMETERS);
    expect(dayRulesOf(DEFAULT_SETTINGS)).to.deep.equal(DEFAULT_DAY_RULES);
    expect(timeOf(DEFAULT_SETTINGS)).to.deep.equal(timeParameters());
  });

  it("become the chain's units", () => {
    const { market } = DEFAULT_SETTINGS;
    const parameters = marketOf({ ...DEFAULT_SETTINGS, market: { ...market, capEnergyKWh: 7, rho: 0.05 } });
    expect([parameters.capEnergyWh, parameters.rho]).to.deep.equal([7000n, 50_000_000_000_000_000n]);
  });

  it("have as many authorities as nodes unless they say otherwise", () => {
    const { time } = DEFAULT_SETTINGS;
    expect(timeOf(DEFAULT_SETTINGS, { nodes: 9000 }).authorities).to.equal(9000);
    expect(timeOf({ ...DEFAULT_SETTINGS, time: { ...time, authorities: 7 } }, { nodes: 9000 }).authorities).to.equal(7);
    expect(refusal(() => timeOf(DEFAULT_SETTINGS, { authorities: 1001 }))).to.match(/^authorities = 1001: /);
  });

  it("are listed in the report, each with its source, or as given", () => {
    const { time } = DEFAULT_SETTINGS;
    const [table] = settingsSection({ ...DEFAULT_SETTINGS, time: { ...time, nodes: 500 } }).tables;
    const rowOf = (key: string) => table?.grid.rows.find(([name]) => name === key)?.slice(1, 3);
    expect(rowOf("time.nodes")).to.deep.equal(["500", "given"]);
    expect(rowOf("time.authorities")).to.deep.equal(["500", "assumed"]);
    expect(rowOf("market.capEnergyKWh")).to.deep.equal(["10,000 kWh", "paper"]);
    expect(rowOf("time.handlingSecondsPerKWh")).to.deep.equal(["0.001 s/kWh", "assumed"]);
    expect(rowOf("fig6.volumeSeed")).to.deep.equal(["24", "searched for"]);
  });
});
