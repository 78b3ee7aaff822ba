import { expect } from "chai";

import { mulberry32 } from "../../src/model/random.js";
import { latencyBetween, regionalLatency } from "../../src/broadcast/latency.js";
import { parseRegions } from "../../src/broadcast/regions.js";
import { refusal } from "../support/refusal.js";

const north = { name: "north", share: 3 };
const south = { name: "south", share: 1 };
const seconds = [
  [0.01, 0.08],
  [0.09, 0.02],
];

describe("regions", () => {
  for (const [text, message] of [
    ["{", /^r\.json: is not JSON: /],
    ["[]", /^r\.json: regions must be a list$/],
    ["3", /^r\.json: must be a JSON object$/],
    ["{}", /^r\.json: regions must be a list$/],
    ['{"regions":[null]}', /^r\.json: regions\[0\]\.name must be a text$/],
    ['{"regions":[{"name":"a","share":-1}]}', /^r\.json: regions\[0\]\.share must be a number from 0 to 1000000000$/],
    ['{"regions":[{"name":"a","share":0}]}', /^r\.json: regions must have a share above 0$/],
    ['{"regions":[{"name":"a","share":1}]}', /^r\.json: latencySeconds must be a list$/],
    ['{"regions":[{"name":"a","share":1}],"latencySeconds":[[1],[2]]}', /^r\.json: latencySeconds must have 1 entry/],
    [
      '{"regions":[{"name":"a","share":1}],"latencySeconds":[[1,2]]}',
      /^r\.json: latencySeconds\[0\] must have 1 entry/,
    ],
    [
      '{"regions":[{"name":"a","share":1}],"latencySeconds":[["1"]]}',
      /^r\.json: latencySeconds\[0\]\[0\] must be a num/,
    ],
  ] as const) {
    it(`refuses ${text}`, () => {
      expect(refusal(() => parseRegions(text, "r.json"))).to.match(message);
    });
  }

  it("refuses more than a byte can tell apart", () => {
    const regions = Array.from({ length: 257 }, () => north);
    expect(refusal(() => parseRegions(JSON.stringify({ regions }), "r.json"))).to.equal(
      "r.json: regions must have at most 256 entries",
    );
  });

  it("places nodes by their shares, and gives the latency of the way", () => {
    const regions = parseRegions(JSON.stringify({ regions: [north, south], latencySeconds: seconds }), "r.json");
    const latency = regionalLatency(4000, regions, mulberry32(1));
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
