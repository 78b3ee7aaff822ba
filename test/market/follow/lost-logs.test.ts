import { expect } from "chai";
import { toBeHex, toQuantity } from "ethers";

import { mulberry32, type Random } from "../../../src/model/random.js";
import { ImprovedMarket__factory } from "../../../typechain-types/index.js";
import { startAnvil, type Anvil } from "../../support/anvil.js";
import { startFaultyNode, type FaultyNode } from "../../support/faulty-node.js";
import { MarketOnNode, type RawLog } from "../../support/market-on-node.js";
import type { Fault, FaultChoice, RpcCall } from "../../support/node-faults.js";
import { Following } from "./following.js";

const abi = ImprovedMarket__factory.createInterface();

const EMPTY: Fault = { kind: "altered", change: () => [] };

/** A question for logs of one block, or of a range. */
function asksLogs({ method, params }: RpcCall, by?: "hash" | "range"): boolean {
  if (method !== "eth_getLogs") return false;
  const byHash = "blockHash" in (params?.[0] as object);
  return by === undefined || byHash === (by === "hash");
}

describe("followMarket behind a node that tells logs late, in part or never", () => {
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

  async function caughtUp(chunkBlocks = 2_000): Promise<Following> {
    const { address: market, fromBlock } = stage;
    following = new Following(faulty.url, { market, abi, fromBlock, chunkBlocks });
    return following.caughtUp();
  }

  /** Fails unless a follower has every log that the chain tells, once and in order. */
  async function expectWhole({ logs, blocks }: Following): Promise<void> {
    const told = await stage.logs();
    const ids = (hash: string, transaction: string, index: string) => `${hash} ${transaction} ${index}`;
    expect(
      logs.map(({ block, transactionHash, logIndex }) => ids(block.hash, transactionHash, toQuantity(logIndex))),
    ).to.deep.equal(told.map(({ blockHash, transactionHash, logIndex }) => ids(blockHash, transactionHash, logIndex)));
    expect(blocks.at(-1)?.hash).to.equal(await stage.headHash());
  }

  it("lost an event for good when the first answer about its block was empty", async () => {
    const follower = await caughtUp();
    await stage.blocks(1, 2, 0, 1);
    const seen = new Set<unknown>();
    faulty.choose((call) => {
      if (!asksLogs(call, "hash")) return undefined;
      const { blockHash } = call.params?.[0] as { blockHash: string };
      return seen.size === seen.add(blockHash).size ? undefined : EMPTY;
    });
    await follower.look();
    await follower.look();
    await expectWhole(follower);
  });

  it("takes no block whose logs the node keeps back, says so, and takes those before it", async () => {
    const follower = await caughtUp();
    await stage.blocks(1, 1, 1);
    const kept = toQuantity(await stage.latest(1n));
    const before = follower.logs.length;
    faulty.choose((call) => (asksLogs(call) ? { kind: "altered", change: without(kept) } : undefined));
    faulty.inject({ kind: "nonsense", result: null }, { methods: ["eth_getTransactionReceipt"] });
    await follower.look();
    await follower.look();
    expect(follower.logs).to.have.length(before + 1);
    expect(follower.troubles.at(-1)).to.equal(
      `the node has not told yet what block ${BigInt(kept)} logged; it is asked again`,
    );
    faulty.heal();
    await follower.look();
    await expectWhole(follower);
  });

  const blooms: Record<string, (bloom: string) => string | undefined> = {
    "no filter": () => undefined,
    "a filter of zeros": () => `0x${"00".repeat(256)}`,
    "a filter of ones": () => `0x${"ff".repeat(256)}`,
    "a filter with more than the logs": (bloom) => toBeHex(BigInt(bloom) | marketBits | (1n << 7n), 256),
    "a malformed filter": () => "0x",
  };
  let marketBits = 0n;

  for (const [name, change] of Object.entries(blooms)) {
    it(`follows a chain whose headers have ${name}`, async () => {
      const of = (call: RpcCall) => /^eth_getBlockBy/.test(call.method);
      await stage.blocks(1);
      const head = (await stage.request("eth_getBlockByNumber", ["latest", false])) as { logsBloom: string };
      marketBits = BigInt(head.logsBloom);
      faulty.choose((call) => (of(call) ? { kind: "altered", change: withBloom(change) } : undefined));
      const follower = await caughtUp();
      await stage.blocks(0, 2, 0, 1);
      await follower.look();
      expect(follower.troubles).to.deep.equal([]);
      await expectWhole(follower);
    });
  }

  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`has every log once after a node that answers at random has calmed down (seed ${seed})`, async () => {
      const random = mulberry32(seed);
      const draw = (most: number) => Math.floor(random() * most);
      const someBlocks = () => Array.from({ length: 1 + draw(6) }, () => draw(4));
      await stage.blocks(...Array.from({ length: 40 }, () => draw(3)));
      faulty.choose(wildLogs(random, 0.4));
      const follower = await caughtUp(1 + draw(30));
      for (let round = 0; round < 12; round++) {
        if (draw(4) === 0) await stage.request("anvil_reorg", [1 + draw(5), []]);
        await stage.blocks(...someBlocks());
        await follower.look();
      }
      faulty.heal();
      for (let round = 0; round < 4; round++) await follower.look();
      await expectWhole(follower);
    });
  }

  it("believes no empty range in the newest thousand blocks, nor at the ends of an older one", async () => {
    await stage.blocks(...Array.from({ length: 50 }, (_, i) => i % 3));
    faulty.choose((call) => (asksLogs(call, "range") ? EMPTY : undefined));
    const follower = await caughtUp(9);
    await expectWhole(follower);
    await stage.blocks(1);
    await stage.request("anvil_mine", [toBeHex(1_100)]);
    await stage.blocks(1);
    await follower.look();
    await expectWhole(follower);
  });
});

/** Leaves out a block's logs. */
function without(number: string): (logs: unknown) => unknown {
  return (logs) => (logs as RawLog[]).filter(({ blockNumber }) => blockNumber !== number);
}

function withBloom(change: (bloom: string) => string | undefined): (block: unknown) => unknown {
  return (block) => {
    if (block === null) return null;
    const { logsBloom, ...rest } = block as { logsBloom: string };
    const changed = change(logsBloom);
    return changed === undefined ? rest : { ...rest, logsBloom: changed };
  };
}

/** What a bad node makes of an answer about logs. */
const WILD: readonly ((logs: RawLog[], random: Random) => unknown)[] = [
  () => [],
  (logs, random) => logs.slice(Math.floor(random() * (logs.length + 1))),
  (logs) => logs.toReversed(),
  (logs) => [...logs, ...logs],
  (logs) => logs.map((log) => ({ ...log, blockHash: `0x${"ab".repeat(32)}` })),
  () => null,
];

/** Answers a share of the questions for logs wrongly, and fails or delays as many. */
function wildLogs(random: Random, share: number): FaultChoice {
  return (call) => {
    if (random() >= share) return undefined;
    if (call.method === "eth_getTransactionReceipt") return { kind: "nonsense", result: null };
    if (call.method !== "eth_getLogs") return undefined;
    const wild = WILD[Math.floor(random() * (WILD.length + 1))];
    if (wild === undefined) return { kind: "error", code: -32_000, message: "query timeout exceeded" };
    return { kind: "altered", change: (logs) => wild(logs as RawLog[], random) };
  };
}
