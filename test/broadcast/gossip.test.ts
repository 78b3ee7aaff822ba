import { expect } from "chai";

import { mulberry32 } from "../../src/model/random.js";
import { Gossip } from "../../src/broadcast/gossip.js";
import { uniformLatency } from "../../src/broadcast/latency.js";
import { broadcastParameters } from "../../src/broadcast/broadcast-parameters.js";
import { type Peers, randomPeers } from "../../src/broadcast/peers.js";
import { referenceGossip } from "./reference-gossip.js";
import { expectWithin } from "../support/near.js";

function linked(nodes: number, stride: number, links: readonly (readonly [number, number])[]): Peers {
  const peersOf = (node: number) => links.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : []));
  const all = Array.from({ length: nodes }, (_, node) => peersOf(node));
  const places = all.flatMap((peers) => Array.from({ length: stride }, (_, place) => peers[place] ?? -1));
  return { nodes, stride, count: Int32Array.from(all, (peers) => peers.length), peer: Int32Array.from(places) };
}

const LINE = [
  [0, 1],
  [1, 2],
] as const;
const STAR = [
  [0, 1],
  [0, 2],
  [0, 3],
] as const;

/** A block takes 0.1 s to send and 0.05 s to check; a message takes no time but its latency of 0.2 s. */
const parameters = broadcastParameters({ blockMB: 1, bandwidthMBps: 10, checkSecondsPerMB: 0.05, messageBytes: 0 });
const latencyOf = (nodes: number) => uniformLatency(nodes, 0.2);

function expectArrivals(actual: Float64Array, expected: readonly number[]): void {
  expect(actual.length).to.equal(expected.length);
  for (const [index, time] of expected.entries()) expectWithin(actual[index]!, time, 1e-12);
}

describe("gossip", () => {
  it("adds up delays over a line of three, announced and fetched", () => {
    const { arrivals, messages, bytes } = new Gossip(linked(3, 2, LINE), latencyOf(3), "announce", parameters).spread(
      0,
    );
    // announce 0.2, ask 0.4, send 0.5, arrive 0.7; check 0.75; announce 0.95, ask 1.15, send 1.25, arrive 1.45
    expectArrivals(arrivals, [0.7, 1.45]);
    expect([messages, bytes]).to.deep.equal([6, 2e6]);
  });

  it("adds up delays over a line of three, pushed", () => {
    const { arrivals, messages, bytes } = new Gossip(linked(3, 2, LINE), latencyOf(3), "push", parameters).spread(0);
    // send 0.1, arrive 0.3; check 0.35; send 0.45, arrive 0.65
    expectArrivals(arrivals, [0.3, 0.65]);
    expect([messages, bytes]).to.deep.equal([2, 2e6]);
  });

  it("starts where the source is", () => {
    const { arrivals } = new Gossip(linked(3, 2, LINE), latencyOf(3), "push", parameters).spread(1);
    expectArrivals(arrivals, [0.3, 0.4]);
  });

  it("shares a node's upload among its sends, one after the other", () => {
    const pushed = new Gossip(linked(4, 3, STAR), latencyOf(4), "push", parameters).spread(0);
    expectArrivals(pushed.arrivals, [0.3, 0.4, 0.5]);
    const fetched = new Gossip(linked(4, 3, STAR), latencyOf(4), "announce", parameters).spread(0);
    expectArrivals(fetched.arrivals, [0.7, 0.8, 0.9]);
  });

  it("takes upload for announcements and requests too", () => {
    // each small message takes 0.01 s
    const slow = { ...parameters, messageBytes: 1e5 };
    const { arrivals, bytes } = new Gossip(linked(2, 1, [[0, 1]]), latencyOf(2), "announce", slow).spread(0);
    expectArrivals(arrivals, [0.01 + 0.2 + 0.01 + 0.2 + 0.1 + 0.2]);
    expect(bytes).to.equal(1.2e6);
  });

  it("sends a node what it has already, but counts it only once as arrived", () => {
    const triangle = linked(3, 2, [...LINE, [0, 2]]);
    const { arrivals, messages } = new Gossip(triangle, latencyOf(3), "push", parameters).spread(0);
    expectArrivals(arrivals, [0.3, 0.4]);
    expect(messages).to.equal(4);
  });

  it("has nobody to reach from a node on its own", () => {
    const { arrivals, messages } = new Gossip(linked(1, 0, []), latencyOf(1), "announce", parameters).spread(0);
    expect([arrivals.length, messages]).to.deep.equal([0, 0]);
  });

  for (const mode of ["announce", "push"] as const) {
    it(`agrees with the plain reference, ${mode}`, () => {
      for (let seed = 1; seed <= 12; seed++) {
        const random = mulberry32(seed);
        const nodes = 40 + 5 * seed;
        const graph = randomPeers(nodes, 2 + (seed % 5), random);
        // Every node is a region of its own, so that no two links are alike and no two events at the same time.
        const latency = {
          regions: nodes,
          region: Uint8Array.from({ length: nodes }, (_, node) => node),
          seconds: Float64Array.from({ length: nodes * nodes }, () => 0.1 * random()),
        };
        const setting = broadcastParameters({ bandwidthMBps: 5 + 100 * random(), messageBytes: 61 * seed * seed });
        const lists = Array.from({ length: nodes }, (_, node) =>
          [...graph.peer.subarray(node * graph.stride, (node + 1) * graph.stride)].filter((peer) => peer >= 0),
        );
        const gossip = new Gossip(graph, latency, mode, setting);
        for (const source of [0, seed]) {
          const { arrivals, messages, bytes } = gossip.spread(source);
          const reference = referenceGossip(lists, latency, mode, setting, source);
          expectArrivals(arrivals, reference.arrivals);
          expect([messages, bytes]).to.deep.equal([reference.messages, reference.bytes]);
        }
      }
    });
  }

  it("takes no more memory by the block", () => {
    const nodes = 2000;
    const gossip = new Gossip(
      randomPeers(nodes, 8, mulberry32(1)),
      latencyOf(nodes),
      "announce",
      broadcastParameters(),
    );
    for (let source = 0; source < 5; source++) gossip.spread(source);
    const before = process.memoryUsage().arrayBuffers;
    for (let source = 0; source < 100; source++) gossip.spread(source);
    expect(process.memoryUsage().arrayBuffers).to.be.at.most(before);
  });
});
