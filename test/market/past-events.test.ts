import { expect } from "chai";
import { toBeHex, toQuantity } from "ethers";

import { historyOf } from "../../src/market/history.js";
import { readMarketLogs } from "../../src/market/past-events.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { NodeUnavailable, type Provider } from "../../src/chain/rpc/node-client.js";
import { freshChain } from "../support/market.js";
import { setScene, type Scene } from "../support/scene.js";

type Call = Parameters<Provider["request"]>[0];

describe("readMarketLogs", () => {
  let scene: Scene;
  let node: Provider;
  before(async () => {
    const chain = await freshChain();
    scene = await setScene(chain, "improved");
    node = { request: ({ method, params = [] }) => chain.ethers.provider.send(method, params) };
  });

  /** A reader of the scene's market by a node in front of the real one. */
  async function readerBy(request: (call: Call) => Promise<unknown>): Promise<MarketReader> {
    const [market, token] = [await scene.market.getAddress(), await scene.chain.token.getAddress()];
    return new MarketReader({ request }, { kind: "improved", chainId: "31337", market, token, block: 0 });
  }

  it("gives every event of the market once, in order, with its block", async () => {
    const reader = await readerBy((call) => node.request(call));
    const logs = await readMarketLogs(reader);
    const events = await scene.market.queryFilter("*" as never);
    expect(logs.map(({ transactionHash, logIndex }) => [transactionHash, logIndex])).to.deep.equal(
      events.map(({ transactionHash, index }) => [transactionHash, index]),
    );
    for (const { block } of logs) expect(block).to.deep.equal(await reader.block(block.number));
  });

  it("asks for halves of what the node refuses", async () => {
    const most = 5;
    let refused = 0;
    const reader = await readerBy((call) => {
      const [range] = call.params as [{ fromBlock: string; toBlock: string }];
      if (call.method === "eth_getLogs" && Number(range.toBlock) - Number(range.fromBlock) >= most) {
        refused += 1;
        return Promise.reject(Object.assign(new Error("query exceeds max block range 5"), { code: -32_602 }));
      }
      return node.request(call);
    });
    expect(await readMarketLogs(reader)).to.deep.equal(
      await readMarketLogs(await readerBy((call) => node.request(call))),
    );
    expect(refused).to.be.greaterThan(1);
  });

  it("reads a range alone", async () => {
    const reader = await readerBy((call) => node.request(call));
    const logs = await readMarketLogs(reader);
    const middle = logs[Math.floor(logs.length / 2)]!.block.number;
    expect(await readMarketLogs(reader, { from: middle, to: middle })).to.deep.equal(
      logs.filter(({ block }) => block.number === middle),
    );
  });

  it("ended in an overflow of the stack with many events: 300,000 of them are read and folded", async () => {
    const user = scene.buyer.address;
    const count = 300_000;
    const hash = (n: number) => toBeHex(n, 32);
    const log = (logIndex: number, { topics, data }: { topics: string[]; data: string }) => ({
      address: market,
      topics,
      data,
      blockNumber: "0x1",
      blockHash: hash(1),
      transactionHash: hash(2),
      logIndex: toQuantity(logIndex),
    });
    const market = (await scene.market.getAddress()).toLowerCase();
    const { interface: abi } = scene.market;
    const registered = abi.encodeEventLog("Registered", [user, `0x${"12".repeat(20)}`, 1n, 2n]);
    const capsSet = abi.encodeEventLog("CapsSet", [user, 3n, 4n]);
    const answer = Array.from({ length: count }, (_, i) => log(i, i === 0 ? registered : capsSet));
    const block = { number: "0x1", hash: hash(1), parentHash: hash(0), timestamp: "0x5" };
    const reader = await readerBy(({ method }) => Promise.resolve(method === "eth_getLogs" ? answer : block));
    const logs = await readMarketLogs(reader);
    expect(logs).to.have.length(count);
    expect(historyOf(logs, { last: 2 }).map(({ event }) => event)).to.deep.equal(["CapsSet", "CapsSet"]);
  });

  it("throws when a block changes while it is read, and for a malformed answer", async () => {
    const other = await readerBy(async (call) => {
      const answer = await node.request(call);
      const block = call.method === "eth_getBlockByNumber" && call.params?.[0] !== "latest";
      return block ? { ...(answer as object), hash: `0x${"11".repeat(32)}` } : answer;
    });
    const rubbish = await readerBy((call) =>
      call.method === "eth_getLogs" ? Promise.resolve([{ address: "0x" }]) : node.request(call),
    );
    for (const reader of [other, rubbish]) {
      const failure: unknown = await readMarketLogs(reader).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(NodeUnavailable);
    }
  });
});
