import { expect } from "chai";

import { mulberry32 } from "../../src/model/random.js";
import { broadcast, type BroadcastSettings } from "../../src/broadcast/broadcast.js";
import { type BroadcastParameters, broadcastParameters } from "../../src/broadcast/broadcast-parameters.js";
import { refusal } from "../support/refusal.js";
import { expectWithin } from "../support/near.js";

const gossip = { topology: "gossip", mode: "announce", blocks: 3 } as const;
const unicast = { topology: "unicast", mode: "announce", blocks: 7 } as const;

function run(given: Partial<BroadcastParameters>, how: Omit<BroadcastSettings, "parameters">, seed = 1) {
  return broadcast({ ...how, parameters: broadcastParameters(given) }, mulberry32(seed));
}

describe("broadcast", () => {
  it("refuses parameters outside their domain", () => {
    expect(refusal(() => broadcastParameters({ degree: 1 }))).to.equal(
      "degree = 1: must be a whole number from 2 to 100",
    );
    expect(refusal(() => broadcastParameters({ latencySeconds: NaN }))).to.match(/^latencySeconds = NaN: /);
    expect(refusal(() => broadcastParameters({ nodes: -1 }))).to.match(/^nodes = -1: /);
  });

  it("by unicast without latency is equation (6), and the term of equation (9), to the last bit", () => {
    for (const nodes of [1, 7, 300, 1000, 9000]) {
      for (const receivers of [nodes, nodes + 1]) {
        const { arrivalSeconds } = run(
          { nodes: receivers, latencySeconds: 0, blockMB: 0.7, bandwidthMBps: 30 },
          unicast,
        );
        expect(arrivalSeconds[100]).to.equal((receivers * 0.7) / 30);
      }
    }
    const at = (nodes: number) => run({ nodes, latencySeconds: 0 }, unicast).arrivalSeconds;
    expect([at(1000)[100], at(1001)[100], at(9000)[100], at(9001)[100]]).to.deep.equal([10, 10.01, 90, 90.01]);
    expect([at(1000)[50], at(1000)[90], at(1000)[99]]).to.deep.equal([5, 9, 9.9]);
  });

  it("by unicast sends one block to each node", () => {
    expect(run({ nodes: 50 }, unicast)).to.deep.include({ messages: 350, bytes: 350e6, events: 350 });
  });

  it("by unicast adds a latency once", () => {
    const { arrivalSeconds } = run({ nodes: 10, latencySeconds: 0.5 }, unicast);
    expectWithin(arrivalSeconds[100]!, 0.6, 1e-12);
  });

  it("by gossip grows with the logarithm of n: ten times the nodes, about the same time more", () => {
    const [small, middle, large] = [300, 3000, 30_000].map((nodes) => run({ nodes }, gossip).arrivalSeconds[100]!);
    const [step, next] = [middle! - small!, large! - middle!];
    expect(step).to.be.greaterThan(0);
    expect(next / step).to.be.within(0.5, 1.5);
    expect(large! / small!).to.be.lessThan(3);
  });

  it("by gossip reaches every node, the shares in order", () => {
    for (const nodes of [1, 2, 3, 9, 10, 101, 1000]) {
      for (const mode of ["announce", "push"] as const) {
        const { arrivalSeconds } = run({ nodes }, { ...gossip, mode });
        expect(arrivalSeconds).to.have.length(101);
        expect(arrivalSeconds[0]).to.equal(0);
        expect([...arrivalSeconds].sort((a, b) => a - b)).to.deep.equal(arrivalSeconds);
      }
    }
  });

  it("announced and fetched costs each node one block, and each link at most two announcements", () => {
    // A seed whose graph leaves no node short of a peer.
    const { messages, bytes } = run({ nodes: 999, degree: 8, messageBytes: 0 }, { ...gossip, blocks: 1 }, 2);
    expect(bytes).to.equal(999e6);
    // Each node announces to its peers but one, the source to all; then a request and a block for each of the 999.
    expect(messages).to.equal(1000 * 7 + 1 + 2 * 999);
  });

  it("is decided by the seed, and its sums grow with the blocks", () => {
    const one = run({ nodes: 200 }, gossip);
    expect(run({ nodes: 200 }, gossip)).to.deep.equal(one);
    expect(run({ nodes: 200 }, gossip, 2).arrivalSeconds).not.to.deep.equal(one.arrivalSeconds);
    expect(run({ nodes: 200 }, { ...gossip, blocks: 6 }).messages).to.equal(2 * one.messages);
  });

  it("takes the latencies of regions", () => {
    const near = { regions: [{ name: "one", share: 1 }], latencySeconds: [[0.01]] };
    const far = {
      regions: [
        { name: "one", share: 1 },
        { name: "other", share: 1 },
      ],
      latencySeconds: [
        [0.01, 0.3],
        [0.3, 0.01],
      ],
    };
    const alike = run({ nodes: 200, latencySeconds: 0.01 }, gossip).arrivalSeconds[100]!;
    expectWithin(run({ nodes: 200 }, { ...gossip, regions: near }).arrivalSeconds[100]!, alike, 0.1);
    expect(run({ nodes: 200 }, { ...gossip, regions: far }).arrivalSeconds[100]).to.be.greaterThan(alike + 0.5);
  });
});
