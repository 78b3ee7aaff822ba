import { expect } from "chai";
import { toBeHex, toQuantity } from "ethers";

import { historyOf } from "../../src/market/history.js";
import { readMarketLogs } from "../../src/market/past-events.js";
import { readWholeLog } from "../../src/market/whole-log.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { NodeUnavailable, type Provider } from "../../src/chain/rpc/node-client.js";
import { UserError } from "../../src/model/errors.js";
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

  const isLogs = ({ method }: Call) => method === "eth_getLogs";
  const rangeOf = ({ params }: Call) => {
    const [{ fromBlock, toBlock }] = params as [{ fromBlock?: string; toBlock?: string }];
    return fromBlock === undefined ? undefined : { from: Number(fromBlock), to: Number(toBlock) };
  };
  const refusal = (code: number, message: string) => Promise.reject(Object.assign(new Error(message), { code }));

  /** What nodes and providers say to a range that is too wide, or has too many results. */
  const tooWide: readonly (readonly [code: number, message: string])[] = [
    [-32_602, "query exceeds max block range 5"],
    [-32_005, "query returned more than 10000 results"],
    [-32_005, "limit exceeded"],
    [-32_000, "exceed maximum block range: 5"],
    [-32_614, "eth_getLogs is limited to a 5 range"],
    [-32_600, "Under the Free tier plan, you can make eth_getLogs requests with up to a 5 block range."],
    [-32_602, "Log response size exceeded. You can make eth_getLogs requests with up to a 5 block range."],
    [-32_603, "Internal error"],
    [-32_002, "request timed out"],
    [-32_000, "query timeout exceeded"],
    [-1, "Received an unexpected status code: 413"],
  ];
  for (const [code, message] of tooWide) {
    it(`asks for halves of what the node refuses: ${message} (${code})`, async () => {
      let refused = 0;
      const reader = await readerBy((call) => {
        const range = isLogs(call) ? rangeOf(call) : undefined;
        if (range === undefined || range.to - range.from < 5) return node.request(call);
        refused += 1;
        return refusal(code, message);
      });
      expect(await readMarketLogs(reader)).to.deep.equal(
        await readMarketLogs(await readerBy((call) => node.request(call))),
      );
      expect(refused).to.be.greaterThan(1);
    });
  }

  /** What nodes say about logs that they do not keep. */
  const gone: readonly (readonly [code: number, message: string])[] = [
    [4444, "pruned history unavailable"],
    [-32_000, "missing trie node 0x12ab (path ) state is not available"],
    [-32_001, "Resource not found\nsee the manual"],
    [-32_601, "the method eth_getLogs does not exist/is not available"],
  ];
  for (const [code, message] of gone) {
    it(`ended in a stack trace when the node kept no old logs: ${message.split("\n")[0]} (${code})`, async () => {
      const kept = 20;
      const pruned = await readerBy((call) => {
        const range = isLogs(call) ? rangeOf(call) : undefined;
        return range === undefined || range.from >= kept ? node.request(call) : refusal(code, message);
      });
      const nothing = await readerBy((call) => (isLogs(call) ? refusal(code, message) : node.request(call)));
      const words = message.split("\n")[0]!;
      for (const [reader, from] of [
        [pruned, `, only from block ${kept} on`],
        [nothing, ""],
      ] as const) {
        const failure: unknown = await readMarketLogs(reader).catch((error: unknown) => error);
        expect(failure).to.be.instanceOf(NodeUnavailable);
        expect((failure as Error).message).to.equal(
          `the node does not tell the market's events of block 0${from}: ${words}; use a node that keeps the logs from block 0 on`,
        );
      }
    });
  }

  it("does not take a busy node for one without logs", async () => {
    const reader = await readerBy((call) => (isLogs(call) ? refusal(-32_005, "rate limit") : node.request(call)));
    const failure: unknown = await readMarketLogs(reader).catch((error: unknown) => error);
    expect((failure as Error).message).to.equal("the node: eth_getLogs: rate limit");
  });

  it("reads what a node leaves out of its newest blocks, or of the market's first", async () => {
    const sound = await readMarketLogs(await readerBy((call) => node.request(call)));
    for (const lost of [sound[0]!, sound.at(-1)!]) {
      const reader = await readerBy(async (call) => {
        const answer = await node.request(call);
        if (!isLogs(call) || rangeOf(call) === undefined) return answer;
        return (answer as { blockHash: string }[]).filter(({ blockHash }) => blockHash !== lost.block.hash);
      });
      const record = { ...reader.record, block: Number(sound[0]!.block.number) };
      expect(await readMarketLogs(new MarketReader(reader.provider, record))).to.deep.equal(sound);
    }
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

describe("readWholeLog", () => {
  let scene: Scene;
  before(async () => {
    scene = await setScene(await freshChain(), "improved");
  });

  /** A reader behind a node that leaves the offers' declarations out of so many answers, and has no filters. */
  async function forgetful(times: number) {
    const [market, token] = [await scene.market.getAddress(), await scene.chain.token.getAddress()];
    const { topicHash } = scene.market.interface.getEvent("Declared");
    let left = times;
    const request = async ({ method, params = [] }: Call): Promise<unknown> => {
      const answer: unknown = await scene.chain.ethers.provider.send(method, params);
      if (method === "eth_getBlockByNumber") return { ...(answer as object), logsBloom: undefined };
      if (method !== "eth_getLogs" || left-- <= 0) return answer;
      return (answer as { topics: string[] }[]).filter(({ topics }) => topics[0] !== topicHash);
    };
    return new MarketReader({ request }, { kind: "improved", chainId: "31337", market, token, block: 0 });
  }
  const waits: number[] = [];
  const clock = { now: () => 0, sleep: (ms: number) => Promise.resolve(void waits.push(ms)) };

  it("reads again while an event refers to one that is missing", async () => {
    const { logs, ledger } = await readWholeLog(await forgetful(2), clock);
    expect(logs).to.deep.equal(await readMarketLogs(await forgetful(0)));
    expect(ledger.offers().length).to.be.greaterThan(0);
    expect(waits).to.deep.equal([200, 400]);
  });

  it("ended in a stack trace when it stayed missing: it says so in one line", async () => {
    const failure: unknown = await readWholeLog(await forgetful(Infinity), clock).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(UserError);
    expect((failure as Error).message).to.match(
      /^events of the market are missing: block \d+ refers to offer 0x\w{64}, of which no earlier event tells; asked 6 times: /,
    );
  });
});
