import { expect } from "chai";

import { mulberry32 } from "../../src/model/random.js";
import { type Peers, randomPeers } from "../../src/broadcast/peers.js";

function peersOf({ stride, count, peer }: Peers, node: number): number[] {
  return [...peer.subarray(node * stride, node * stride + count[node]!)];
}

function reachable(peers: Peers): number {
  const seen = new Set([0]);
  for (const node of seen) for (const peer of peersOf(peers, node)) seen.add(peer);
  return seen.size;
}

describe("random peers", () => {
  for (const [nodes, degree] of [
    [1, 8],
    [2, 8],
    [3, 2],
    [9, 8],
    [10, 8],
    [100, 2],
    [101, 3],
    [300, 8],
    [150, 100],
  ] as const) {
    it(`links ${nodes} nodes with ${degree} peers each, all connected, none twice or with itself`, () => {
      for (let seed = 0; seed < 5; seed++) {
        const peers = randomPeers(nodes, degree, mulberry32(seed));
        expect(reachable(peers)).to.equal(nodes);
        const lists = Array.from({ length: nodes }, (_, node) => new Set(peersOf(peers, node)));
        let [links, places] = [0, 0];
        for (const [node, own] of lists.entries()) {
          links += own.size;
          places += Math.min(degree, nodes - 1);
          if (own.has(node)) expect.fail(`${node} is its own peer`);
          for (const peer of own) if (!lists[peer]!.has(node)) expect.fail(`${node} to ${peer} has no way back`);
        }
        expect(peers.count.reduce((sum, count) => sum + count, 0)).to.equal(links);
        expect(places - links).to.be.within(0, degree);
      }
    });
  }

  it("are decided by the seed", () => {
    const graph = (seed: number) => [...randomPeers(50, 4, mulberry32(seed)).peer];
    expect(graph(1)).to.deep.equal(graph(1));
    expect(graph(1)).not.to.deep.equal(graph(2));
  });
});
