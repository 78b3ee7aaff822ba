import { expect } from "chai";
import { toBeHex, toQuantity, type Wallet } from "ethers";

import { openOutbox } from "../../../src/chain/outbox/open-outbox.js";
import {
  type Errand,
  type ErrandEnd,
  ErrandRejected,
  type Outbox,
  type OutboxEvent,
} from "../../../src/chain/outbox/outbox.js";
import { httpNodeClient } from "../../../src/chain/rpc/http-node-client.js";
import { systemClock as clock } from "../../../src/service/clock.js";
import { type Anvil, type AnvilOptions, startAnvil } from "../../support/anvil.js";
import { startFaultyNode } from "../../support/faulty-node.js";
import { startNode } from "../../support/node.js";
import { until } from "../../support/until.js";

const TO = "0x00000000000000000000000000000000000abcde";
const REVERTING = "0x00000000000000000000000000000000000bad00";
const GWEI = 1_000_000_000n;

/** An outbox over a node, and what it told. */
interface Opened {
  readonly outbox: Outbox;
  readonly events: OutboxEvent[];
  readonly told: (kind: OutboxEvent["kind"]) => number;
  /** As `kill -9` does: it is never heard of again, what it sent stays sent. */
  readonly kill: () => void;
}

describe("outbox", function () {
  let stops: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const stop of stops.reverse()) await stop();
    stops = [];
  });

  async function anvil(mining: NonNullable<AnvilOptions["mining"]> = "on demand"): Promise<Anvil> {
    const node = await startAnvil({ mining });
    stops.push(() => node.stop());
    return node;
  }

  function open(url: string, wallet: Wallet, options: Partial<Parameters<typeof openOutbox>[0]> = {}): Opened {
    const controller = new AbortController();
    const { signal } = controller;
    const events: OutboxEvent[] = [];
    const outbox = openOutbox({
      provider: httpNodeClient({ url, clock, signal, tries: 2, backoff: { firstMs: 5, longestMs: 5 } }),
      sender: wallet,
      chainId: 31_337n,
      clock,
      signal,
      pollMs: 5,
      backoff: { firstMs: 5, longestMs: 50 },
      onEvent: (event) => events.push(event),
      ...options,
    });
    const kill = () => {
      controller.abort(new Error("killed"));
    };
    stops.push(kill);
    return { outbox, events, kill, told: (kind) => events.filter((event) => event.kind === kind).length };
  }

  const mine = (node: Anvil, blocks = 1) => node.request("anvil_mine", [toQuantity(blocks)]);
  const count = async (node: Anvil, wallet: Wallet, block: string) =>
    Number(await node.request("eth_getTransactionCount", [wallet.address, block]));
  /** The calldata of an account's mined transactions, in the order of the chain. */
  async function sentBy(node: Anvil, wallet: Wallet): Promise<{ data: string; nonce: number }[]> {
    const head = await node.provider.getBlockNumber();
    const blocks = await Promise.all(Array.from({ length: head + 1 }, (_, i) => node.provider.getBlock(i, true)));
    return blocks
      .flatMap((block) => block!.prefetchedTransactions)
      .filter(({ from }) => from === wallet.address)
      .map(({ data, nonce }) => ({ data, nonce }));
  }
  const kinds = (ends: readonly ErrandEnd[]) => ends.map(({ kind }) => kind);

  it("gives nonces without gaps to many errands at once, each done when it is deep enough", async () => {
    const node = await anvil();
    const sender = node.account(0);
    const { outbox } = open(node.url, sender, { confirmations: 3 });
    let over = 0;
    const ends = numbers(150).map(async (i) => {
      const end = await outbox.run(errand(i));
      over += 1;
      return end;
    });
    await until(async () => (await count(node, sender, "pending")) === 128);
    expect(outbox.pending).to.equal(128);
    await mine(node);
    await until(async () => (await count(node, sender, "pending")) === 150);
    await mine(node);
    await until(() => outbox.pending === 0);
    expect(over).to.equal(0);
    await mine(node, 2);
    expect(new Set(kinds(await Promise.all(ends)))).to.deep.equal(new Set(["done"]));
    const sent = await sentBy(node, sender);
    expect(sent.map(({ nonce }) => nonce)).to.deep.equal(numbers(150));
    expect(sent.map(({ data }) => data)).to.deep.equal(numbers(150).map(dataOf));
  });

  it("does without blocks that come by themselves", async () => {
    const node = await anvil("automine");
    const { outbox } = open(node.url, node.account(0), { stillMs: 50 });
    const ends = await Promise.all(numbers(5).map((i) => outbox.run(errand(i))));
    expect(kinds(ends)).to.deep.equal(Array(5).fill("done"));
    const [last] = await Promise.all([outbox.run(errand(5))]);
    expect(last.kind).to.equal("done");
  });

  it("works on Hardhat's node, with any provider", async () => {
    const node = await startNode();
    stops.push(() => node.stop());
    const provider = {
      request: ({ method, params = [] }: { method: string; params?: unknown[] }) =>
        node.provider.send(method, params).catch((error: unknown) => {
          throw (error as { error?: Error }).error ?? error;
        }),
    };
    const { outbox } = open(node.url, node.account(0), { provider, confirmations: 1 });
    const ends = await Promise.all(numbers(5).map((i) => outbox.run(errand(i))));
    expect(kinds(ends)).to.deep.equal(Array(5).fill("done"));
  });

  it("tells a reverted errand from one that is done, and sends none that is not needed", async () => {
    const node = await anvil("automine");
    await node.request("anvil_setCode", [REVERTING, "0x5f5ffd"]);
    const { outbox } = open(node.url, node.account(0), { confirmations: 1 });
    const ends = await Promise.all([
      outbox.run({ ...errand(0), to: REVERTING }),
      outbox.run({ ...errand(1), needed: () => Promise.resolve(false) }),
      outbox.run(errand(2)),
    ]);
    expect(kinds(ends)).to.deep.equal(["reverted", "not needed", "done"]);
    expect(await count(node, node.account(0), "latest")).to.equal(2);
  });

  it("raises the fee of what the blocks pass over", async () => {
    const node = await anvil();
    const sender = node.account(0);
    const { outbox, told, events } = open(node.url, sender, { patienceBlocks: 2, confirmations: 1 });
    const ends = Promise.all([outbox.run(errand(0)), outbox.run(errand(1))]);
    await until(async () => (await count(node, sender, "pending")) === 2);
    await node.request("anvil_setNextBlockBaseFeePerGas", [toQuantity(30n * GWEI)]);
    await mine(node, 2);
    expect(await count(node, sender, "latest")).to.equal(0);
    await until(() => told("raised") === 2);
    await mine(node);
    expect(kinds(await ends)).to.deep.equal(["done", "done"]);
    const raised = events.filter(({ kind }) => kind === "raised");
    expect(raised.map((event) => "nonce" in event && event.nonce)).to.deep.equal([0n, 1n]);
    expect((await sentBy(node, sender)).map(({ data }) => data)).to.deep.equal([dataOf(0), dataOf(1)]);
  });

  it("offers no more than its limit, and says so", async () => {
    const node = await anvil();
    const sender = node.account(0);
    const opened = open(node.url, sender, { patienceBlocks: 1, confirmations: 1, maxFeePerGas: 5n * GWEI });
    const end = opened.outbox.run(errand(0));
    await until(async () => (await count(node, sender, "pending")) === 1);
    await node.request("anvil_setNextBlockBaseFeePerGas", [toQuantity(20n * GWEI)]);
    await mine(node);
    await until(() => opened.outbox.problem !== undefined);
    expect(opened.outbox.problem).to.match(/fee would exceed the limit of 5000000000 wei/);
    expect(opened.told("raised")).to.equal(0);
    while ((await count(node, sender, "latest")) === 0) await mine(node);
    expect((await end).kind).to.equal("done");
    await until(() => opened.outbox.problem === undefined);
  });

  it("sends again what the node dropped", async () => {
    const node = await anvil();
    const sender = node.account(0);
    const { outbox, told, events } = open(node.url, sender, { confirmations: 1 });
    const ends = Promise.all(numbers(3).map((i) => outbox.run(errand(i))));
    await until(async () => (await count(node, sender, "pending")) === 3);
    for (const event of events.slice(1)) {
      await node.request("anvil_dropTransaction", ["transactionHash" in event && event.transactionHash]);
    }
    await mine(node);
    await until(() => told("sent again") === 2);
    await mine(node);
    expect(kinds(await ends)).to.deep.equal(["done", "done", "done"]);
  });

  it("sends again what a node took and never had", async () => {
    const node = await anvil();
    const faulty = await startFaultyNode(node.url);
    stops.push(() => faulty.stop());
    faulty.inject({ kind: "swallow" }, { methods: ["eth_sendRawTransaction"], times: 2 });
    const { outbox, told } = open(faulty.url, node.account(0), { confirmations: 1 });
    const ends = Promise.all(numbers(3).map((i) => outbox.run(errand(i))));
    await until(() => told("sent") === 3);
    await mine(node);
    await until(() => told("sent again") === 2);
    await mine(node);
    expect(kinds(await ends)).to.deep.equal(["done", "done", "done"]);
    expect((await sentBy(node, node.account(0))).map(({ nonce }) => nonce)).to.deep.equal([0, 1, 2]);
  });

  it("sends again what a reorganisation undid, under the same hash", async () => {
    const node = await anvil();
    const sender = node.account(0);
    await mine(node, 3);
    const { outbox, told } = open(node.url, sender, { confirmations: 3 });
    const ends = Promise.all(numbers(3).map((i) => outbox.run(errand(i))));
    await until(() => told("sent") === 3);
    await mine(node, 2);
    await until(() => outbox.pending === 0);
    await node.request("anvil_reorg", [2, []]);
    expect(await count(node, sender, "latest")).to.equal(0);
    await mine(node);
    await until(() => told("sent again") === 3);
    await mine(node, 3);
    expect(kinds(await ends)).to.deep.equal(["done", "done", "done"]);
    expect((await sentBy(node, sender)).map(({ data }) => data)).to.deep.equal(numbers(3).map(dataOf));
  });

  it("fills the gap that a deeper reorganisation leaves, with what was done and undone", async () => {
    const node = await anvil();
    const sender = node.account(0);
    await mine(node, 3);
    const { outbox, told } = open(node.url, sender, { confirmations: 1 });
    const first = Promise.all(numbers(2).map((i) => outbox.run(errand(i))));
    await until(() => told("sent") === 2);
    await mine(node);
    expect(kinds(await first)).to.deep.equal(["done", "done"]);
    await mine(node);
    await node.request("anvil_reorg", [2, []]);
    const later = outbox.run(errand(2));
    await until(async () => (await count(node, sender, "pending")) === 3);
    await mine(node);
    expect((await later).kind).to.equal("done");
    expect((await sentBy(node, sender)).map(({ data }) => data)).to.deep.equal(numbers(3).map(dataOf));
  });

  it("shares its account with a second instance: everything is done, no nonce is stuck", async () => {
    const node = await anvil({ everySeconds: 0.1 });
    const sender = node.account(0);
    const [one, two] = [open(node.url, sender), open(node.url, sender)];
    const ends = await Promise.all([
      ...numbers(30).map((i) => one.outbox.run(errand(i))),
      ...numbers(30).map((i) => two.outbox.run(errand(100 + i))),
    ]);
    expect(new Set(kinds(ends))).to.deep.equal(new Set(["done"]));
    await until(async () => !(await pendingOf(node, sender)));
    const sent = await sentBy(node, sender);
    expect(sent.map(({ nonce }) => nonce)).to.deep.equal(numbers(sent.length));
    const wanted = [...numbers(30), ...numbers(30).map((i) => 100 + i)].map(dataOf);
    expect(new Set(sent.map(({ data }) => data).filter((data) => data !== "0x"))).to.deep.equal(new Set(wanted));
  });

  it("sends one transaction for an errand that two instances have, when they price it alike", async () => {
    const node = await anvil();
    const sender = node.account(0);
    const [one, two] = [open(node.url, sender, { confirmations: 1 }), open(node.url, sender, { confirmations: 1 })];
    const ends = Promise.all([one.outbox.run(errand(0)), two.outbox.run(errand(0))]);
    await until(() => one.told("sent") + two.told("sent") === 2);
    await mine(node);
    expect(kinds(await ends)).to.deep.equal(["done", "done"]);
    expect(await sentBy(node, sender)).to.have.length(1);
  });

  describe("after a kill", () => {
    it("waits for what its former life sent, and asks then whether the errand is still needed", async () => {
      const node = await anvil();
      const sender = node.account(0);
      const former = open(node.url, sender);
      const lost = former.outbox.run(errand(0)).catch((error: unknown) => error);
      await until(() => former.told("sent") === 1);
      former.kill();
      expect(await lost).to.have.property("message", "killed");
      const { outbox, told } = open(node.url, sender, { confirmations: 1 });
      const needed = async () => (await count(node, sender, "latest")) === 0;
      const end = outbox.run({ ...errand(0), needed });
      await mine(node);
      expect((await end).kind).to.equal("not needed");
      expect(told("sent")).to.equal(0);
    });

    it("replaces a stuck transaction of its former life by an empty one, and fills a gap", async () => {
      const node = await anvil();
      const sender = node.account(0);
      const former = open(node.url, sender);
      const lost = Promise.allSettled(numbers(4).map((i) => former.outbox.run(errand(i))));
      await until(() => former.told("sent") === 4);
      const hashes = former.events.map((event) => "transactionHash" in event && event.transactionHash);
      former.kill();
      await lost;
      await node.request("anvil_dropTransaction", [hashes[2]]);
      await node.request("anvil_setNextBlockBaseFeePerGas", [toQuantity(50n * GWEI)]);
      await mine(node);
      expect(await count(node, sender, "latest")).to.equal(0);

      const { outbox } = open(node.url, sender, { confirmations: 1, patienceBlocks: 1 });
      const end = outbox.run(errand(9));
      let over = false;
      void end.then(() => (over = true));
      await until(async () => {
        await node.request("anvil_setNextBlockBaseFeePerGas", [toQuantity(50n * GWEI)]);
        await mine(node);
        return over;
      });
      const sent = await sentBy(node, sender);
      expect(sent.map(({ nonce }) => nonce)).to.deep.equal(numbers(sent.length));
      expect(sent.map(({ data }) => data)).to.include(dataOf(9));
      expect(await pendingOf(node, sender)).to.equal(false);
    });
  });

  it("says that the balance is too low, and goes on when it is not any more", async () => {
    const node = await anvil();
    const sender = node.account(0);
    await node.request("anvil_setBalance", [sender.address, "0x1"]);
    const { outbox, told, events } = open(node.url, sender, { confirmations: 1 });
    const ends = Promise.all(numbers(3).map((i) => outbox.run(errand(i))));
    await until(() => outbox.problem !== undefined);
    expect(outbox.problem).to.contain(`the balance of ${sender.address} does not cover the transaction`);
    expect(told("sent")).to.equal(0);
    await node.request("anvil_setBalance", [sender.address, toQuantity(10n ** 20n)]);
    await until(() => told("sent") === 3);
    await mine(node);
    expect(kinds(await ends)).to.deep.equal(["done", "done", "done"]);
    expect(outbox.problem).to.equal(undefined);
    expect(events.filter(({ kind }) => kind === "problem")).to.have.length(2);
  });

  it("fails an errand that the node rejects whatever the fee, and no other", async () => {
    const node = await anvil();
    const sender = node.account(0);
    const { outbox } = open(node.url, sender, { confirmations: 1, patienceBlocks: 1 });
    const rejected = outbox.run({ ...errand(1), gas: 100n }).catch((error: unknown) => error);
    const others = Promise.all([outbox.run(errand(0)), outbox.run(errand(2))]);
    expect(await rejected).to.be.instanceOf(ErrandRejected);
    expect(await rejected)
      .to.have.property("message")
      .that.matches(/^number: the node rejects .* gas too low/);
    await until(async () => (await count(node, sender, "pending")) >= 2);
    await mine(node);
    expect(kinds(await others)).to.deep.equal(["done", "done"]);
  });

  it("keeps trying while the node is down or gives malformed answers", async () => {
    const node = await anvil();
    const sender = node.account(0);
    const faulty = await startFaultyNode(node.url);
    stops.push(() => faulty.stop());
    const { outbox } = open(faulty.url, sender, { confirmations: 1 });
    await faulty.down();
    const end = outbox.run(errand(0));
    await until(() => outbox.problem !== undefined);
    expect(outbox.problem).to.match(/cannot be reached/);
    faulty.inject({ kind: "nonsense", result: "0xzz" }, { times: 3 });
    faulty.inject({ kind: "cut off" }, { methods: ["eth_sendRawTransaction"], times: 3 });
    await faulty.up();
    await until(async () => (await count(node, sender, "pending")) === 1);
    await mine(node);
    expect((await end).kind).to.equal("done");
    expect(await sentBy(node, sender)).to.have.length(1);
  });

  it("rejects what is not done when it is told to stop", async () => {
    const node = await anvil();
    const { outbox, told, kill } = open(node.url, node.account(0));
    const end = outbox.run(errand(0)).catch((error: unknown) => error);
    await until(() => told("sent") === 1);
    kill();
    expect(await end).to.have.property("message", "killed");
    expect(await outbox.run(errand(1)).catch((error: unknown) => error)).to.have.property("message", "killed");
  });

  async function pendingOf(node: Anvil, wallet: Wallet): Promise<boolean> {
    return (await count(node, wallet, "pending")) > (await count(node, wallet, "latest"));
  }
});

function numbers(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function dataOf(i: number): string {
  return toBeHex(i, 32);
}

function errand(i: number): Errand {
  return { step: "number", to: TO, data: dataOf(i), gas: 60_000n, needed: () => Promise.resolve(true) };
}
