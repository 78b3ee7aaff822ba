import { expect } from "chai";
import { toQuantity } from "ethers";

import type { ChainStep } from "../../../src/market/follow/chain-step.js";
import type { CallAnswer } from "../../../src/chain/rpc/node-client.js";
import { UserError } from "../../../src/model/errors.js";
import { BankMoney__factory, ImprovedMarket__factory } from "../../../typechain-types/index.js";
import { startAnvil, type Anvil } from "../../support/anvil.js";
import { startFaultyNode, type FaultyNode } from "../../support/faulty-node.js";
import { MarketOnNode } from "../../support/market-on-node.js";
import { startNode } from "../../support/node.js";
import { Following } from "./following.js";

const abi = ImprovedMarket__factory.createInterface();

type Options = Partial<ConstructorParameters<typeof Following>[1]>;

/** A follower of a market on a node, by the node's own URL unless another is given. */
function follow(stage: MarketOnNode, url = stage.node.url, options: Options = {}, before?: Following): Following {
  const { address: market, fromBlock } = stage;
  return new Following(url, { market, abi, fromBlock, ...options }, before);
}

/** Fails unless a follower has what the chain itself says. */
async function expectWhole(stage: MarketOnNode, { logs, blocks }: Following): Promise<void> {
  const told = await stage.logs();
  expect(
    logs.map(({ block, transactionHash, logIndex }) => [block.hash, transactionHash, toQuantity(logIndex)]),
  ).to.deep.equal(told.map(({ blockHash, transactionHash, logIndex }) => [blockHash, transactionHash, logIndex]));
  expect(blocks.at(-1)?.hash).to.equal(await stage.headHash());
  const fees = logs.filter(({ event }) => event.name === "FeeSet").map(({ event }) => event.args.feePerMWh);
  expect(fees.at(-1)).to.equal(await stage.market.feePerMWh());
}

const kinds = (steps: readonly ChainStep[]) => steps.map(({ kind }) => kind);

describe("followMarket", () => {
  let anvil: Anvil;
  let stage: MarketOnNode;
  let faulty: FaultyNode;
  let following: Following | undefined;

  before(async () => {
    anvil = await startAnvil({ mining: "on demand" });
    stage = await MarketOnNode.open(anvil, true);
    faulty = await startFaultyNode(anvil.url);
  });
  after(async () => {
    await faulty.stop();
    await anvil.stop();
  });
  afterEach(async () => {
    faulty.heal();
    await following?.stop();
    following = undefined;
  });

  /** A follower that has caught up with the chain. */
  async function caughtUp(url?: string): Promise<Following> {
    following = follow(stage, url);
    await following.caughtUp();
    await expectWhole(stage, following);
    following.newSteps();
    return following;
  }

  it("reads the history in ranges, and what is near the head block by block", async () => {
    await stage.blocks(...Array.from({ length: 60 }, (_, i) => i % 4));
    following = follow(stage, undefined, { chunkBlocks: 7 });
    await following.caughtUp();
    await expectWhole(stage, following);
    const [first, ...others] = following.newSteps() as (ChainStep & { kind: "grown" })[];
    expect(first?.head.number).to.equal(stage.fromBlock - 1n);
    expect(first?.logs).to.deep.equal([]);
    const sizes = others.map(({ recent }) => recent.length);
    expect(
      sizes.slice(0, -1).every((size) => size === 1),
      String(sizes),
    ).to.equal(true);
    expect(sizes.at(-1)).to.equal(32);
    expect(others.length).to.be.greaterThan(4);
  });

  it("tells of each new block once, of several in one step, and of nothing when there is none", async () => {
    const follower = await caughtUp();
    await follower.look();
    expect(follower.newSteps()).to.deep.equal([]);
    await stage.blocks(2, 0, 1);
    await follower.look();
    await expectWhole(stage, follower);
    const [step, ...none] = follower.newSteps();
    expect(none).to.deep.equal([]);
    expect(step?.kind === "grown" && [step.recent.length, step.logs.length]).to.deep.equal([3, 3]);
  });

  it("goes on from the blocks that a consumer kept", async () => {
    const first = await caughtUp();
    await first.stop();
    await stage.blocks(1, 1);
    following = follow(stage, undefined, {}, first);
    await following.caughtUp();
    await expectWhole(stage, following);
    expect(kinds(following.newSteps())).to.deep.equal(["grown"]);
  });

  it("goes on from the blocks that a consumer kept, undoing what was given up meanwhile", async () => {
    await stage.blocks(1, 1, 1);
    const first = await caughtUp();
    await first.stop();
    await stage.request("anvil_reorg", [2, []]);
    await stage.blocks(1, 2);
    following = follow(stage, undefined, {}, first);
    await following.caughtUp();
    await expectWhole(stage, following);
    expect(kinds(following.newSteps())).to.deep.equal(["undone", "grown"]);
  });

  it("undoes the last blocks of a reorganisation down to the common ancestor", async () => {
    await stage.blocks(1, 2, 1, 0);
    const follower = await caughtUp();
    const ancestor = follower.blocks.at(-4);
    await stage.request("anvil_reorg", [3, []]);
    await stage.blocks(1);
    await follower.look();
    await expectWhole(stage, follower);
    const [undone, grown, ...none] = follower.newSteps();
    expect(undone).to.deep.equal({ kind: "undone", ancestor });
    expect(grown?.kind).to.equal("grown");
    expect(none).to.deep.equal([]);
  });

  it("undoes the head alone when another of its number takes its place", async () => {
    await stage.blocks(1);
    const follower = await caughtUp();
    await stage.request("anvil_reorg", [1, []]);
    await follower.look();
    await expectWhole(stage, follower);
    expect(kinds(follower.newSteps())).to.deep.equal(["undone", "grown"]);
  });

  it("undoes everything and begins anew when a reorganisation is deeper than what is known one by one", async () => {
    const snapshot = await stage.request("evm_snapshot");
    await stage.blocks(1, ...Array.from({ length: 70 }, () => 0), 2);
    const follower = await caughtUp();
    await stage.request("evm_revert", [snapshot]);
    await stage.blocks(3, ...Array.from({ length: 72 }, () => 0));
    await follower.look();
    await expectWhole(stage, follower);
    const [undone] = follower.newSteps();
    expect(undone?.kind === "undone" && undone.ancestor.number).to.equal(stage.fromBlock - 1n);
  });

  it("sees a reorganisation that comes between its questions near the head", async () => {
    await stage.blocks(1, 1);
    const follower = await caughtUp();
    await stage.blocks(1, 1);
    let reorganised = false;
    follower.intercept = async (calls, ask) => {
      if (!reorganised && calls.some(({ method }) => method === "eth_getLogs")) {
        reorganised = true;
        await stage.request("anvil_reorg", [3, []]);
        await stage.blocks(2);
      }
      return ask(calls);
    };
    await follower.look();
    await follower.look();
    await expectWhole(stage, follower);
    expect(reorganised).to.equal(true);
    expect(follower.newSteps().some(({ kind }) => kind === "undone")).to.equal(true);
  });

  it("sees a reorganisation that comes between its questions about the history", async () => {
    await stage.blocks(1, 1);
    const follower = await caughtUp();
    await stage.blocks(1, 1, ...Array.from({ length: 40 }, () => 0), 1);
    let reorganised = false;
    follower.intercept = async (calls, ask) => {
      if (!reorganised && calls.some(({ method }) => method === "eth_getLogs")) {
        reorganised = true;
        await stage.request("anvil_reorg", [44, []]);
        await stage.blocks(2);
      }
      return ask(calls);
    };
    await follower.look();
    await expectWhole(stage, follower);
    expect(reorganised).to.equal(true);
  });

  it("does not take a range whose chain changed while it was answered", async () => {
    const follower = await caughtUp();
    await stage.blocks(1, ...Array.from({ length: 40 }, () => 0));
    let changed = 0;
    follower.intercept = async (calls, ask) => {
      const answers = await ask(calls);
      if (changed === 0 && calls.some(({ method }) => method === "eth_getLogs")) {
        changed++;
        const last = (answers.at(-1) as { result: object }).result;
        return [...answers.slice(0, -1), { result: { ...last, hash: `0x${"12".repeat(32)}` } }];
      }
      return answers;
    };
    await follower.look();
    expect(changed).to.equal(1);
    expect(follower.newSteps()).to.deep.equal([]);
    await follower.look();
    await expectWhole(stage, follower);
  });

  it("waits for a node that lags behind what was seen, and undoes nothing", async () => {
    await stage.blocks(1, 1);
    following = await caughtUp(faulty.url);
    const head = following.blocks.at(-1)!.number;
    faulty.inject({ kind: "stale", head: head - 2n });
    await following.look();
    await following.look();
    expect(following.newSteps()).to.deep.equal([]);
    faulty.heal();
    await stage.blocks(1);
    await following.look();
    await expectWhole(stage, following);
    expect(kinds(following.newSteps())).to.deep.equal(["grown"]);
  });

  it("believes a head that stays behind: a test node can be set back", async () => {
    const snapshot = await stage.request("evm_snapshot");
    await stage.blocks(1, 1);
    const follower = await caughtUp();
    await stage.request("evm_revert", [snapshot]);
    await follower.look();
    expect(follower.newSteps()).to.deep.equal([]);
    await follower.look(60_000);
    await expectWhole(stage, follower);
    expect(kinds(follower.newSteps())).to.deep.equal(["undone"]);
  });

  it("undoes at once what a shorter chain contradicts", async () => {
    const snapshot = await stage.request("evm_snapshot");
    await stage.blocks(1, 1, 1);
    const follower = await caughtUp();
    await stage.request("evm_revert", [snapshot]);
    await stage.blocks(2);
    await follower.look();
    await expectWhole(stage, follower);
    expect(kinds(follower.newSteps())).to.deep.equal(["undone", "grown"]);
  });

  it("asks for less when a node refuses a range, down to one block", async () => {
    await stage.blocks(...Array.from({ length: 45 }, () => 1));
    let refused = 0;
    faulty.choose(({ method, params }) => {
      const [range] = (params ?? []) as { fromBlock?: string; toBlock?: string }[];
      if (method !== "eth_getLogs" || range?.fromBlock === undefined) return undefined;
      if (BigInt(range.toBlock!) === BigInt(range.fromBlock)) return undefined;
      refused++;
      return { kind: "error", code: -32_005, message: "query returned more than 10000 results" };
    });
    following = follow(stage, faulty.url, { chunkBlocks: 4, fromBlock: await stage.latest(42n) });
    await following.caughtUp();
    expect(refused).to.be.greaterThan(1);
    expect(following.troubles).to.deep.equal([]);
    expect(following.logs).to.have.length(43);
  });

  type LogJson = Record<string, unknown>;
  const malformed: Record<string, { change: (logs: LogJson[]) => LogJson[]; problem: RegExp }> = {
    "a removed log": {
      change: ([first, ...rest]) => [{ ...first, removed: true }, ...rest],
      problem: /should be a log of the chain/,
    },
    "a log twice": { change: (logs) => [...logs, logs.at(-1)!], problem: /comes twice or out of order/ },
    "logs out of order": { change: (logs) => logs.toReversed(), problem: /comes twice or out of order/ },
    "another contract's log": {
      change: (logs) => logs.map((log) => ({ ...log, address: `0x${"11".repeat(20)}` })),
      problem: /is another contract's/,
    },
    "another block's log": {
      change: (logs) => logs.map((log) => ({ ...log, blockHash: `0x${"11".repeat(32)}` })),
      problem: /logs of another block/,
    },
    "a log beyond the range": {
      change: (logs) => logs.map((log) => ({ ...log, blockNumber: "0xfffff" })),
      problem: /is not of blocks/,
    },
  };
  for (const [name, { change, problem }] of Object.entries(malformed)) {
    it(`refuses ${name} from a node, and asks again`, async () => {
      const follower = await caughtUp();
      await stage.blocks(2);
      let changed = false;
      follower.intercept = async (calls, ask) => {
        const answers = await ask(calls);
        const index = calls.findIndex(({ method }) => method === "eth_getLogs");
        if (index === -1 || changed) return answers;
        changed = true;
        const { result } = answers[index] as { result: LogJson[] };
        return answers.with(index, { result: change(result) } satisfies CallAnswer);
      };
      await follower.look();
      expect(follower.newSteps()).to.deep.equal([]);
      expect(follower.troubles).to.have.length(1);
      expect(follower.troubles[0]).to.match(problem);
      await follower.look();
      await expectWhole(stage, follower);
    });
  }

  it("goes on when the node was down, cut connections, and lost half of its answers", async () => {
    following = await caughtUp(faulty.url);
    await faulty.down();
    await stage.blocks(1, 2);
    await following.look();
    expect(following.troubles.at(-1)).to.include("cannot be reached");
    expect(following.newSteps()).to.deep.equal([]);
    await faulty.up();
    for (const kind of ["cut off", "truncated", "wrong id"] as const) faulty.inject({ kind }, { times: 1 });
    await following.look();
    await following.look();
    await expectWhole(stage, following);
    expect(kinds(following.newSteps())).to.deep.equal(["grown"]);
  });

  it("waits for a market whose block has not come, and for a node that begins its chain", async () => {
    following = follow(stage, undefined, { fromBlock: 1_000_000n });
    await following.caughtUp();
    await following.look();
    expect(following.newSteps()).to.deep.equal([]);
  });

  it("ends with an error at an event that the market does not have", async () => {
    const empty = BankMoney__factory.createInterface();
    const failing = follow(stage, undefined, { abi: empty });
    const error = await failing.failure();
    expect(error).to.be.instanceOf(UserError);
    expect((error as Error).message).to.match(
      /^the contract at 0x\w{40} is not the market that it should be: log \d+ of block \d+/,
    );
  });

  it("ends with an error on another chain", async () => {
    const follower = await caughtUp();
    await anvil.restart();
    await anvil.request("anvil_mine", ["0x3"]);
    await follower.look(60_000);
    const error = await follower.failure();
    expect(error).to.be.instanceOf(UserError);
    expect((error as Error).message).to.match(/^the node is on another chain than the one followed so far: its block/);
    following = undefined;
  });

  it("follows a Hardhat node that mines each transaction, and one that is set back", async () => {
    const node = await startNode();
    try {
      const hardhat = await MarketOnNode.open(node, false);
      await hardhat.blocks(...Array.from({ length: 40 }, (_, i) => i % 2));
      const follower = follow(hardhat, undefined, { chunkBlocks: 5 });
      await follower.caughtUp();
      await expectWhole(hardhat, follower);
      const snapshot = await hardhat.request("evm_snapshot");
      await hardhat.blocks(1, 1, 1);
      await follower.look();
      await expectWhole(hardhat, follower);
      await hardhat.request("evm_revert", [snapshot]);
      await hardhat.blocks(1, 0, 1, 1);
      follower.newSteps();
      await follower.look();
      await expectWhole(hardhat, follower);
      expect(kinds(follower.newSteps())).to.deep.equal(["undone", "grown"]);
      await follower.stop();
    } finally {
      await node.stop();
    }
  });
});
