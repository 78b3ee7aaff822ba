import { expect } from "chai";
import hre from "hardhat";

import { BlockSender } from "../../scripts/chain/block-sender.js";
import { seededWallet } from "../../scripts/chain/keys.js";
import { builtInChains } from "../../scripts/chain/chains/built-in.js";
import type { LocalChain } from "../../scripts/chain/local-chain.js";
import { lastBlockOf, sendBlock } from "../../scripts/chain/sent-block.js";

/** A contract whose constructor reverts, and one whose constructor leaves a single STOP behind. */
const REVERTS = "0x60006000fd";
const STOPS = "0x600160005360016000f3";
const START = 1_767_225_600n;

describe("sending a block at a time", () => {
  const [alice, bob] = [seededWallet(1, "alice"), seededWallet(1, "bob")] as const;
  let chain: LocalChain;
  let sender: BlockSender;

  beforeEach(async () => {
    chain = await builtInChains(hre.network)([alice.address, bob.address], START);
    sender = new BlockSender(chain.provider, { transactionsPerBlock: 2 });
  });
  afterEach(() => chain.close());

  const call = (from: string, data = STOPS) => ({ step: "create", from, to: null, data });
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

  it("counts transactions and gas by step, to the unit", async () => {
    const receipts = await sender.mine([call(alice.address), { ...call(bob.address), step: "other" }], START + 1n);
    expect([...sender.totals]).to.deep.equal([
      ["create", { transactions: 1, gas: receipts[0]?.gasUsed }],
      ["other", { transactions: 1, gas: receipts[1]?.gasUsed }],
    ]);
  });

  it("names the step of a transaction that is reverted", async () => {
    const failing = sender.mine([call(alice.address, REVERTS)], START + 1n);
    const error = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).to.match(/^Error: create: reverted with /);
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
    const read = await sender.mineAndRead(calls, START + 1n, ({ gasUsed }, index) => {
      readWhenMade.push(made.length);
      return [index, gasUsed > 0n];
    });
    expect(read).to.deep.equal([0, 1, 2, 3, 4].map((index) => [index, true]));
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

  it("records what it sent, where it is told to: sent again elsewhere it makes the same chain", async () => {
    const recording = new BlockSender(chain.provider, { transactionsPerBlock: 2, record: true });
    await recording.mine(
      [alice, bob, alice].map(({ address }) => call(address)),
      START + 10n,
    );
    const other = await builtInChains(hre.network)([alice.address, bob.address], START);
    try {
      for (const sent of recording.sent) await sendBlock(other.provider, sent);
      expect(await lastBlockOf(other.provider)).to.equal(await recording.lastBlock());
    } finally {
      await other.close();
    }
    await sender.mine([], START + 20n);
    expect(sender.sent).to.deep.equal([]);
  });
});
