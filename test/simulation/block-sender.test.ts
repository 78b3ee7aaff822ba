import { expect } from "chai";
import hre from "hardhat";

import { BlockSender } from "../../scripts/simulation/block-sender.js";
import { seededWallet } from "../support/keys.js";
import { builtInChains } from "../../scripts/simulation/chains/built-in.js";
import type { LocalChain } from "../../scripts/simulation/local-chain.js";
import { lastBlockOf, sendBlock } from "../../scripts/simulation/blocks.js";
import type { Provider } from "../../src/chain/rpc/node-client.js";

/** A contract whose constructor reverts, and one whose constructor leaves a single STOP behind. */
const REVERTS = "0x60006000fd";
const STOPS = "0x600160005360016000f3";
/** A contract whose constructor logs nothing under topic 7. */
const LOGS = "0x600760006000a1";
const START = 1_767_225_600n;

describe("sending a block at a time", () => {
  const [alice, bob] = [seededWallet(1, "alice"), seededWallet(1, "bob")] as const;
  let chain: LocalChain;
  let sender: BlockSender;

  beforeEach(async () => {
    chain = await builtInChains(hre.network)([alice.address, bob.address], START);
    sender = new BlockSender({ provider: chain.provider, transactionsPerBlock: 2 });
  });
  afterEach(() => chain.close());

  const call = (from: string, data = STOPS) => ({ step: "create", from, to: null, data });
  const gasOf = async (hash: string) => {
    const receipt = await chain.provider.request({ method: "eth_getTransactionReceipt", params: [hash] });
    return BigInt((receipt as { gasUsed: string }).gasUsed);
  };
  const block = async (number: number) =>
    (await chain.provider.request({
      method: "eth_getBlockByNumber",
      params: [`0x${number.toString(16)}`, false],
    })) as { timestamp: string; transactions: string[] };

  it("keeps the order over blocks that are a second apart", async () => {
    const receipts = await sender.mine(
      [alice, bob, alice].map(({ address }) => call(address)),
      START + 10n,
    );
    const blocks = [await block(1), await block(2)];
    expect(blocks.map(({ timestamp }) => BigInt(timestamp))).to.deep.equal([START + 10n, START + 11n]);
    expect(blocks.flatMap(({ transactions }) => transactions)).to.deep.equal(
      receipts.map(({ transactionHash }) => transactionHash),
    );
    expect(sender.blocks).to.equal(2);
  });

  it("counts transactions and gas by step, to the unit, wherever in a block the step changes", async () => {
    const wide = new BlockSender({ provider: chain.provider, transactionsPerBlock: 5 });
    const [plain, longer, other] = [call(alice.address), call(bob.address, `${STOPS}00`), call(bob.address, LOGS)];
    const sent = [plain, { ...other, step: "other" }, longer, { ...other, step: "other" }, plain, longer];
    const receipts = await wide.mine(sent, START + 1n);
    const gas = await Promise.all(receipts.map(({ transactionHash }) => gasOf(transactionHash)));
    const sumOf = (step: string) => gas.reduce((sum, used, i) => (sent[i]?.step === step ? sum + used : sum), 0n);
    expect([...wide.totals]).to.deep.equal([
      ["create", { transactions: 4, gas: sumOf("create") }],
      ["other", { transactions: 2, gas: sumOf("other") }],
    ]);
    expect(new Set(gas).size).to.equal(3);
  });

  it("returns the logs of each transaction, none where there are none", async () => {
    const receipts = await sender.mine([call(alice.address, LOGS), call(bob.address)], START + 1n);
    const topic = `0x${"00".repeat(31)}07`;
    expect(receipts.map(({ logs }) => logs.map(({ topics }) => topics))).to.deep.equal([[[topic]], []]);
    expect(receipts[0]?.logs[0]).to.include({ data: "0x" });
  });

  it("names the step of the transaction that reverts", async () => {
    const failing = sender.mine(
      [{ ...call(bob.address, LOGS), step: "log" }, call(alice.address, REVERTS)],
      START + 1n,
    );
    const error = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).to.match(/^Error: create: reverted with /);
  });

  it("fails when a transaction is not at the index it was sent for", async () => {
    const backwards: Provider = {
      async request(asked) {
        const told = await chain.provider.request(asked);
        if (asked.method !== "eth_getBlockByNumber") return told;
        const { transactions, ...header } = told as { transactions: string[] };
        return { ...header, transactions: transactions.toReversed() };
      },
    };
    const misled = new BlockSender({ provider: backwards, transactionsPerBlock: 2 });
    const failing = misled.mine([call(alice.address), { ...call(bob.address), step: "other" }], START + 1n);
    expect(await failing.catch(String)).to.equal(
      "Error: create: not mined in the block and at the index it was sent for",
    );
  });

  it("mines nothing for no calls", async () => {
    expect(await sender.mine([], START + 1n)).to.deep.equal([]);
    expect(sender.blocks).to.equal(0);
  });

  it("makes calls only when their block comes, and reads receipts in their order", async () => {
    const made: number[] = [];
    const calls = [0, 1, 2, 3, 4].values().map((i) => {
      made.push(i);
      return Promise.resolve(call(i % 2 === 0 ? alice.address : bob.address));
    });
    const readWhenMade: number[] = [];
    const read = await sender.mineAndRead(calls, START + 1n, ({ logs }, index) => {
      readWhenMade.push(made.length);
      return [index, logs.length];
    });
    expect(read).to.deep.equal([0, 1, 2, 3, 4].map((index) => [index, 0]));
    expect(made).to.deep.equal([0, 1, 2, 3, 4]);
    expect(sender.blocks).to.equal(3);
    // The first block's receipts are read while the second is mined, when the third's calls are made.
    expect(readWhenMade[0]).to.be.above(2);
  });

  it("fails when making a call fails", async () => {
    const calls = [alice, bob].values().map((wallet) => {
      if (wallet === bob) throw new Error("bob cannot sign");
      return call(wallet.address);
    });
    const failing = sender.mine(calls, START + 1n);
    expect(
      await failing.then(
        () => "",
        (reason: unknown) => String(reason),
      ),
    ).to.equal("Error: bob cannot sign");
  });

  it("records its blocks on request: sent to another chain they make the same chain", async () => {
    const recording = new BlockSender({ provider: chain.provider, transactionsPerBlock: 2 }, { record: true });
    await recording.mine(
      [alice, bob, alice].map(({ address }) => call(address)),
      START + 10n,
    );
    const other = await builtInChains(hre.network)([alice.address, bob.address], START);
    try {
      for (const sent of recording.sent) await sendBlock(other.provider, sent);
      expect((await lastBlockOf(other.provider)).hash).to.equal(await recording.lastBlock());
    } finally {
      await other.close();
    }
    await sender.mine([], START + 20n);
    expect(sender.sent).to.deep.equal([]);
  });
});
