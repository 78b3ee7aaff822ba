import { expect } from "chai";
import hre from "hardhat";

import { BlockSender } from "../../../scripts/simulation/block-sender.js";
import { anvilChains, ownAnvilChains, requireFreshAnvil } from "../../../scripts/simulation/chains/anvil.js";
import { builtInChains } from "../../../scripts/simulation/chains/built-in.js";
import { seededWallet } from "../../support/keys.js";
import type { OpenChain } from "../../../scripts/simulation/local-chain.js";
import { httpNodeClient } from "../../../src/chain/rpc/http-node-client.js";
import type { NodeClient, Provider } from "../../../src/chain/rpc/node-client.js";
import { sendBlock } from "../../../scripts/simulation/blocks.js";
import { playTradingDay } from "../../../scripts/simulation/trading-day.js";
import { UserError } from "../../../src/model/errors.js";
import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import { DEFAULT_DAY_RULES } from "../../../src/model/day-rules.js";
import { systemClock } from "../../../src/service/clock.js";
import { effectiveSettings } from "../../../scripts/studies/settings/file.js";
import { studyContext } from "../../../scripts/studies/study.js";
import { table1Study } from "../../../scripts/studies/table1.js";
import { startAnvil, type Anvil } from "../../support/anvil.js";
import { startNode } from "../../support/node.js";

const START = 1_371_254_400n;
const alice = seededWallet(1, "alice");

/** Long ago, with trades beyond the caps, so that committee and meters sign, too. */
const DAY_OPTIONS: Parameters<typeof playTradingDay>[2] = {
  day: {
    startSeconds: Number(START),
    intervalSeconds: 1800,
    intervals: 3,
    households: [
      { name: "a", energyWh: [300n, 300n, 330n] },
      { name: "b", energyWh: [1000n, 0n, 500n] },
    ],
    roofs: [{ name: "r", energyWh: [100n, 400n, 250n] }],
    pricePerMwh: [80_000_000n, 0n, 100_000_000n],
  },
  rules: DEFAULT_DAY_RULES,
  parameters: { ...DEFAULT_PARAMETERS, capTrades: 2n },
  authorities: 4,
  seed: 3,
  onProgress: () => undefined,
};

function clientOf(url: string): NodeClient {
  return httpNodeClient({ url, clock: systemClock, batchSize: 1000, connections: 1 });
}

/** The same chains with blocks of one size: what depends on the number of blocks is then the same, too. */
function inBlocksOf(transactionsPerBlock: number, openChain: OpenChain): OpenChain {
  return async (...opening) => ({ ...(await openChain(...opening)), transactionsPerBlock });
}

type ProviderCall = Parameters<Provider["request"]>[0];

/** Sends calls on when all have come, the last one first. */
function reversed(provider: Provider, count: number): { add(call: ProviderCall): Promise<unknown> } {
  const waiting: (() => void)[] = [];
  return {
    add: (call) =>
      new Promise((resolve, reject) => {
        waiting.unshift(() => {
          provider.request(call).then(resolve, reject);
        });
        if (waiting.length === count) for (const send of waiting) send();
      }),
  };
}

function refusalOf(client: NodeClient): Promise<string> {
  return requireFreshAnvil(client, "localhost").then(
    () => "",
    (error: unknown) => (error instanceof UserError ? error.message : String(error)),
  );
}

describe("chains on an anvil", () => {
  let anvil: Anvil;
  let client: NodeClient;
  let openChain: OpenChain;
  before(async () => {
    anvil = await startAnvil({ args: ["--prune-history", "--no-request-size-limit"] });
    client = clientOf(anvil.url);
    openChain = anvilChains(client, "localhost");
  });
  after(() => anvil.stop());

  it("give Table 1 the same tables as the built-in chain, to the last byte", async () => {
    const settings = effectiveSettings({ list: "table1.users=60,table1.days=3,table1.voidShare=0.2" });
    const run = (chains: OpenChain) =>
      table1Study.run(studyContext({ openChain: inBlocksOf(50, chains), settings, progress: () => undefined }));
    const [onAnvil, builtIn] = [await run(openChain), await run(builtInChains(hre.network))];
    expect(onAnvil.files).to.deep.equal(builtIn.files);
    expect(onAnvil.json).to.deep.equal(builtIn.json);
  });

  it("give Table 1 the same days, gas and balances in blocks of any size", async () => {
    const settings = effectiveSettings({ list: "table1.users=120,table1.days=2" });
    const run = async (size: number) => {
      const context = studyContext({ openChain: inBlocksOf(size, openChain), settings, progress: () => undefined });
      const { blocks, ...rest } = (await table1Study.run(context)).json as { blocks: number };
      return { blocks, rest };
    };
    const [few, many] = [await run(500), await run(7)];
    expect(few.rest).to.deep.equal(many.rest);
    expect(few.blocks).to.be.below(many.blocks);
  });

  for (const kind of ["improved", "traditional"] as const) {
    it(`give a day of trading on the ${kind} market the same outcome as the built-in chain, to the last unit of gas`, async () => {
      const play = (chains: OpenChain) => playTradingDay(chains, kind, DAY_OPTIONS);
      expect(await play(openChain)).to.deep.equal(await play(builtInChains(hre.network)));
    });
  }

  it("begin anew, one after the other, at the time asked for, and leave the node as it was", async () => {
    const chains = [openChain([alice.address], START), openChain([alice.address], START + 1000n)];
    const first = await chains[0]!;
    let opened = false;
    void chains[1]!.then(() => (opened = true));
    const transaction = {
      from: alice.address,
      to: alice.address,
      gas: "0x5208",
      gasPrice: "0x3b9aca00",
      nonce: "0x0",
    };
    await sendBlock(first.provider, { timestamp: START + 10n, transactions: [transaction] });
    expect(opened).to.be.false;
    await first.close();
    const second = await chains[1]!;
    await sendBlock(second.provider, { timestamp: START + 1010n, transactions: [transaction] });
    const block = await second.provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
    expect(block).to.include({ number: "0x1", timestamp: `0x${(START + 1010n).toString(16)}` });
    expect((block as { transactions: string[] }).transactions.length).to.equal(1);
    await second.close();
    expect(await client.request({ method: "eth_blockNumber" })).to.equal("0x0");
    expect(await client.request({ method: "eth_getBalance", params: [alice.address, "latest"] })).to.equal("0x0");
  });

  it("mine a block's transactions in the order of the calls, even where they reach the pool in another", async () => {
    const users = Array.from({ length: 40 }, (_, i) => seededWallet(1, `user ${i}`).address);
    const chain = await openChain(users, START);
    try {
      const backwards: Provider = {
        request: (call) => (call.method === "eth_sendTransaction" ? late.add(call) : chain.provider.request(call)),
      };
      const late = reversed(chain.provider, users.length);
      const sender = new BlockSender({ provider: backwards, transactionsPerBlock: users.length });
      const calls = users.map((from) => ({ step: "create", from, to: null, data: "0x600160005360016000f3" }));
      const receipts = await sender.mine(calls, START + 10n);
      const block = await chain.provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
      expect((block as { transactions: string[] }).transactions).to.deep.equal(
        receipts.map(({ transactionHash }) => transactionHash),
      );
    } finally {
      await chain.close();
    }
  });

  it("are refused on an anvil that has blocks already, which may hold a market", async () => {
    await anvil.request("evm_mine");
    try {
      expect(await refusalOf(client)).to.match(
        /^--network localhost: its anvil already has 1 blocks; start a fresh one/,
      );
      const opening = openChain([], START).then(
        () => "",
        (error: unknown) => String(error),
      );
      expect(await opening).to.include("already has 1 blocks");
    } finally {
      await anvil.request("anvil_reset");
    }
    await (await openChain([], START)).close();
  });

  it("are refused on a node of another kind", async () => {
    const node = await startNode();
    try {
      expect(await refusalOf(clientOf(node.url))).to.match(
        /^--network localhost: simulations set .*, so it must be anvil; this is HardhatNetwork/,
      );
    } finally {
      await node.stop();
    }
  });
});

describe("chains on anvils of their own", () => {
  const urls: string[] = [];
  const openChain = ownAnvilChains((url) => {
    urls.push(url);
    return clientOf(url);
  });
  const isUp = (url: string) =>
    fetch(url, { method: "POST", body: "{}" }).then(
      () => true,
      () => false,
    );

  it("run side by side, each at its own time, and end with the chain", async () => {
    const chains = await Promise.all([openChain([alice.address], START), openChain([], START + 1000n)]);
    expect(new Set(urls).size).to.equal(2);
    const times = chains.map(async ({ provider }, i) => {
      await sendBlock(provider, { timestamp: START + 2000n + BigInt(i), transactions: [] });
      const block = await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
      return BigInt((block as { timestamp: string }).timestamp);
    });
    expect(await Promise.all(times)).to.deep.equal([START + 2000n, START + 2001n]);
    await chains[0].close();
    const up = async () => (await Promise.all(urls.map(isUp))).filter(Boolean).length;
    expect(await up()).to.equal(1);
    await chains[1].close();
    expect(await up()).to.equal(0);
  });

  it("make the same blocks of the same transactions", async () => {
    const hashes = [1, 2].map(async () => {
      const chain = await openChain([alice.address], START);
      const sender = new BlockSender(chain);
      await sender.mine([{ step: "create", from: alice.address, to: null, data: "0x00" }], START + 10n);
      const hash = await sender.lastBlock();
      await chain.close();
      return hash;
    });
    expect(new Set(await Promise.all(hashes)).size).to.equal(1);
  });

  it("leave no node behind when one cannot be set up", async () => {
    urls.length = 0;
    const failing = openChain(["0xnone"], START).then(
      () => "",
      (error: unknown) => String(error),
    );
    expect(await failing).to.match(/invalid|decode|parse/i);
    expect(await isUp(urls[0]!)).to.be.false;
  });
});
