import { expect } from "chai";

import type { ChainLog } from "../../src/chain/rpc/answers.js";
import type { NodeClient } from "../../src/chain/rpc/node-client.js";
import { exportOf } from "../../src/market/export.js";
import type { BlockRef, ChainStep, Gap } from "../../src/market/follow/chain-step.js";
import { followMarket } from "../../src/market/follow/follow-market.js";
import { historyOf } from "../../src/market/history.js";
import { FollowedLedger } from "../../src/market/ledger/followed-ledger.js";
import { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import { marketAbi } from "../../src/market/market-reader.js";
import { UserError } from "../../src/model/errors.js";
import { IndexedLedger } from "../../src/observer/database/indexed-ledger.js";
import { IndexReader } from "../../src/observer/database/index-reader.js";
import { IndexWriter } from "../../src/observer/database/index-writer.js";
import { summaryOf } from "../../src/observer/summary/summary.js";
import { happenedMarket, temporaryFolder, type Happened } from "./sample-index.js";

const abi = marketAbi("improved");
const doing = { lagBlocks: 0n, problems: [], now: 0 };

function contentOf(ledger: MarketLedger) {
  return { offers: ledger.offers(), agreements: ledger.agreements(), users: ledger.users() };
}

describe("events that were lost before anybody could notice", () => {
  let happened: Happened;
  let whole: MarketLedger;
  /** The block of the first offer, to which later events refer. */
  let lost: bigint;
  const folder = temporaryFolder();
  before(async () => {
    happened = await happenedMarket("improved");
    whole = new MarketLedger();
    for (const log of happened.logs) whole.apply(log);
    lost = happened.logs.find(({ event }) => event.name === "Declared")!.block.number;
  });
  after(() => {
    folder.remove();
  });

  /** A node without filters in its headers that leaves a block's logs out of so many answers. */
  function forgetfulNode(times: number): NodeClient {
    let left = times;
    const request: NodeClient["request"] = async (call) => {
      const answer = await happened.node.request({ ...call, params: [...(call.params ?? [])] });
      if (/^eth_getBlockBy/.test(call.method)) return answer && { ...answer, logsBloom: undefined };
      if (call.method !== "eth_getLogs" || !(answer as object[]).some(isLost) || left-- <= 0) return answer;
      return (answer as object[]).filter((log) => !isLost(log));
    };
    const requestMany: NodeClient["requestMany"] = (calls) =>
      Promise.all(calls.map(async (call) => ({ result: await request(call) })));
    return { request, requestMany };
  }
  const isLost = (log: object) => BigInt((log as Record<keyof ChainLog, string>).blockNumber) === lost;

  /** Follows the market to its last block without a gap. @returns the steps */
  async function follow(
    client: NodeClient,
    take: (step: ChainStep) => void,
    gap: () => Gap | undefined,
    known: readonly BlockRef[] = [],
  ): Promise<ChainStep[]> {
    const { address: market, fromBlock } = happened.identity;
    const stop = new AbortController();
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    const steps: ChainStep[] = [];
    const last = happened.blocks.at(-1)!.number;
    const followed = { client, market, abi, fromBlock, known, clock, gap, signal: stop.signal, chunkBlocks: 10 };
    for await (const step of followMarket(followed)) {
      take(step);
      steps.push(step);
      if (step.kind === "grown" && step.head.number === last && gap() === undefined) stop.abort();
    }
    return steps;
  }

  for (const times of [1, 2, 3, 5]) {
    it(`are read again by a daemon whose node kept them back ${times} times`, async () => {
      const followed = new FollowedLedger();
      const take = (step: ChainStep) => {
        followed.take(step);
      };
      const steps = await follow(forgetfulNode(times), take, () => followed.gap);
      const undone = steps.filter((step) => step.kind === "undone");
      expect(undone.length).to.be.within(1, times);
      for (const { gap } of undone) {
        expect(gap?.message).to.match(
          /^events of the market are missing: block \d+ refers to offer 0x\w{64}, of which/,
        );
      }
      expect(contentOf(followed.ledger)).to.deep.equal(contentOf(whole));
    });
  }

  it("ended every reading of an index in a stack trace: it says what is missing, and heals", async () => {
    const path = folder.file("record.db");
    const index = IndexWriter.open(path, happened.identity);
    index.resume();
    for (const step of happened.steps) {
      index.take(step.head.number === lost ? { ...step, logs: [] } : step, 0);
    }
    const told = new IndexedLedger(index.reader);
    expect(summaryOf(index.reader, told, doing).offers.declared).to.be.lessThan(whole.offers().length);
    expect(told.gap?.block).to.be.greaterThan(Number(lost));

    const reader = IndexReader.open(path);
    const readings = [
      () => reader.fold((logs) => historyOf(logs, {})),
      () => reader.fold((logs) => exportOf(logs, { now: 0n, verificationWindow: 1n })),
    ];
    for (const reading of readings) {
      expect(reading).to.throw(
        UserError,
        /record\.db: events of the market are missing: block \d+ refers to .*; hardhat/,
      );
    }

    const ledger = new IndexedLedger(index.reader);
    const refreshed = () => index.reader.inOneState(() => ledger.refreshed());
    refreshed();
    const known = index.resume();
    const take = (step: ChainStep) => {
      index.take(step, 0);
      refreshed();
    };
    await follow(forgetfulNode(1), take, () => ledger.gap, known);
    expect(contentOf(refreshed())).to.deep.equal(contentOf(whole));
    expect(contentOf(told.refreshed())).to.deep.equal(contentOf(whole));
    expect(reader.fold((logs) => historyOf(logs, {}))).to.have.length(happened.logs.length);
    expect(summaryOf(index.reader, ledger, doing).reorganisations).to.deep.equal({
      count: 0,
      eventsUndone: 0,
      deepest: 0n,
    });
    reader.close();
    index.close();
  });
});
