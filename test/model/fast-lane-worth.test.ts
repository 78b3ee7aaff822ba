import { expect } from "chai";

import { fastLaneWorth, type WorthSettings } from "../../src/model/fast-lane-worth.js";
import { WAD } from "../../src/model/reliability.js";
import { timeParameters } from "../../src/model/time-parameters.js";
import { expectNear } from "../support/near.js";

const SETTINGS: WorthSettings = {
  rules: { capTrades: 20n, capEnergyWh: 10_000_000n, rho: 0n },
  time: timeParameters(),
  blockSeconds: 12,
};
/** Three of 3,000 kWh fit into 10,000, the fourth is verified; then 4,000 and 5,000, and 2,000 is verified. */
const VOLUMES = [3000, 3000, 3000, 3000, 4000, 5000, 2000];

describe("fastLaneWorth", () => {
  it("saves T_c and a block of each trade on the fast lane", () => {
    const worth = fastLaneWorth(VOLUMES, SETTINGS);
    expectNear(worth.fastShare, 5 / 7);
    expectNear(worth.verificationSaved, 5 / 7);
    // Besides T_c = 120 and three blocks, each trade takes 0.0011 s/kWh and 10 + 0.05 + 10.01 s; 23,000 kWh in all.
    expectNear(worth.tradeSaved, (5 * 132) / (7 * (20.06 + 120 + 36) + 0.0011 * 23_000));
  });

  it("has at risk what is traded between two verifications, what comes after the last aside", () => {
    const { riskMeanKWh, riskMostKWh } = fastLaneWorth([...VOLUMES, 1000], SETTINGS);
    expect([riskMeanKWh, riskMostKWh]).to.deep.equal([9000, 9000]);
  });

  it("has all energy at risk where nothing is ever verified", () => {
    const rules = { ...SETTINGS.rules, capEnergyWh: 10n ** 12n };
    const worth = fastLaneWorth(VOLUMES, { ...SETTINGS, rules });
    expect([worth.fastShare, worth.verificationSaved, worth.riskMostKWh]).to.deep.equal([1, 1, 23_000]);
  });

  it("saves and risks nothing where M is below every trade", () => {
    const rules = { ...SETTINGS.rules, capEnergyWh: 1_999_999n };
    const worth = fastLaneWorth(VOLUMES, { ...SETTINGS, rules });
    expect(worth).to.deep.equal({ fastShare: 0, verificationSaved: 0, tradeSaved: 0, riskMeanKWh: 0, riskMostKWh: 0 });
  });

  it("pays rho T_c for the automatic check, and no block", () => {
    const rules = { ...SETTINGS.rules, rho: WAD / 4n };
    expectNear(fastLaneWorth(VOLUMES, { ...SETTINGS, rules }).verificationSaved, (5 / 7) * (1 - 30 / 132));
  });
});
