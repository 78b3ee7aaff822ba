import { expect } from "chai";

import { type CallAnswer, type NodeClient, NodeUnavailable, RpcError } from "../../../src/chain/rpc/node-client.js";
import { nodePool } from "../../../src/chain/rpc/node-pool.js";
import type { Clock } from "../../../src/service/clock.js";

/** A node of a chain, with what it was asked. */
class FakeNode implements NodeClient {
  readonly asked: string[] = [];
  isDown = false;
  head = 100n;
  refusal: string | undefined;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async request({ method }: { method: string }): Promise<unknown> {
    if (this.isDown) throw new NodeUnavailable(`${this.#name} is down`);
    if (method === "eth_blockNumber") return Promise.resolve(`0x${this.head.toString(16)}`);
    this.asked.push(method);
    return Promise.resolve(this.#name);
  }

  async requestMany(calls: readonly { method: string }[]): Promise<CallAnswer[]> {
    const answers: CallAnswer[] = [];
    for (const call of calls) {
      const result = await this.request(call);
      answers.push(this.refusal === undefined ? { result } : { error: new RpcError(-32000, this.refusal, undefined) });
    }
    return answers;
  }
}

describe("several nodes as one", () => {
  let now: number;
  let nodes: [FakeNode, FakeNode, FakeNode];
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
  const pool = () => nodePool({ nodes, probes: nodes, clock });
  const call = { method: "eth_x" };
  const raw = { method: "eth_sendRawTransaction" };
  beforeEach(() => {
    now = 0;
    nodes = [new FakeNode("a"), new FakeNode("b"), new FakeNode("c")];
  });

  it("are read from the first", async () => {
    const one = pool();
    expect(await one.request(call)).to.equal("a");
    expect(one.standings.map(({ isRead, head }) => [isRead, head])).to.deep.equal([
      [true, 100n],
      [false, 100n],
      [false, 100n],
    ]);
  });

  it("are read from the next when the first is down, and from the first again when it is back", async () => {
    const one = pool();
    nodes[0].isDown = true;
    expect(await one.request(call)).to.equal("b");
    expect(one.standings[0]).to.deep.equal({ place: 1, isRead: false, head: undefined, problem: "a is down" });
    nodes[0].isDown = false;
    expect(await one.request(call)).to.equal("b");
    now = 5_000;
    expect(await one.request(call)).to.equal("a");
    nodes[0].isDown = nodes[1].isDown = true;
    expect(await one.request(call)).to.equal("c");
  });

  it("are not read from one that is behind", async () => {
    const one = pool();
    nodes[0].head = 96n;
    expect(await one.request(call)).to.equal("b");
    expect(one.standings[0]?.problem).to.equal("4 blocks behind another node");
    nodes[0].head = 97n;
    now = 5_000;
    expect(await one.request(call)).to.equal("a");
  });

  it("are unavailable when all are down, and serve again when one is back", async () => {
    const one = pool();
    for (const node of nodes) node.isDown = true;
    expect(await one.request(call).catch((error: unknown) => error)).to.be.instanceOf(NodeUnavailable);
    nodes[2].isDown = false;
    now = 5_000;
    expect(await one.request(call)).to.equal("c");
  });

  it("are all sent a transaction, and one that takes it is enough", async () => {
    const one = pool();
    nodes[0].isDown = true;
    nodes[1].refusal = "txpool is full";
    expect(await one.requestMany([raw, raw])).to.deep.equal([{ result: "c" }, { result: "c" }]);
    expect(nodes[1].asked).to.have.length(2);
    nodes[2].isDown = true;
    expect(await one.request(raw).catch((error: unknown) => error)).to.have.property("message", "txpool is full");
    nodes[1].isDown = true;
    expect(await one.request(raw).catch((error: unknown) => error)).to.be.instanceOf(NodeUnavailable);
  });
});
