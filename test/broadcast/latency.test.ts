import { expect } from "chai";

import { latencyBetween, regionalLatency, requireRegions } from "../../src/broadcast/latency.js";
import { mulberry32 } from "../../src/model/random.js";
import { refusal } from "../support/refusal.js";

const REGIONS = {
  regions: [
    { name: "north", share: 3 },
    { name: "south", share: 1 },
  ],
  latencySeconds: [
    [0.01, 0.08],
    [0.09, 0.02],
  ],
};

describe("latency by regions", () => {
  for (const [regions, message] of [
    [{ ...REGIONS, latencySeconds: [[1, 1]] }, "latencySeconds: must have 2 entries, one for each region"],
    [{ ...REGIONS, latencySeconds: [[1, 1], [1]] }, "latencySeconds.1: must have 2 entries, one for each region"],
    [
      { regions: [{ name: "a", share: 1 }], latencySeconds: [] },
      "latencySeconds: must have 1 entry, one for each region",
    ],
    [{ regions: [{ name: "a", share: 0 }], latencySeconds: [[1]] }, "regions: all shares are 0"],
  ] as const) {
    it(`refuses regions that do not go together: ${message}`, () => {
      expect(refusal(() => requireRegions(regions, "r.json"))).to.equal(`r.json: ${message}`);
    });
  }

  it("places nodes by their shares, and gives the latency from one to the other", () => {
    const latency = regionalLatency(4000, REGIONS, mulberry32(1));
    expect(latency.region.filter((region) => region === 0).length).to.be.within(2900, 3100);
    const [a, b] = [latency.region.indexOf(0), latency.region.indexOf(1)];
    expect([
      latencyBetween(latency, a, a),
      latencyBetween(latency, a, b),
      latencyBetween(latency, b, a),
      latencyBetween(latency, b, b),
    ]).to.deep.equal([0.01, 0.08, 0.09, 0.02]);
  });
});
