import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";

import { expect } from "chai";
import { toQuantity } from "ethers";

import { mulberry32 } from "../../../src/model/random.js";
import { indexPath } from "../../../src/observer/database/schema.js";
import { BEFORE_ALL, IndexReader } from "../../../src/observer/database/index-reader.js";
import { temporaryFolder } from "../../observer/sample-index.js";
import { startAnvil, type Anvil } from "../../support/anvil.js";
import { startDaemon, type DaemonProcess } from "../../support/daemon.js";
import { startFaultyNode, type FaultyNode } from "../../support/faulty-node.js";
import { runHardhat } from "../../support/hardhat.js";
import { MarketOnNode } from "../../support/market-on-node.js";
import { until } from "../../support/until.js";

const SEED = 7;

describe("hardhat observer run", () => {
  const folder = temporaryFolder();
  const running: DaemonProcess[] = [];
  let anvil: Anvil;
  let stage: MarketOnNode;
  let node: FaultyNode;
  let folders = 0;
  let data: string;

  before(async () => {
    anvil = await startAnvil({ mining: "on demand" });
    stage = await MarketOnNode.open(anvil, true);
    node = await startFaultyNode(anvil.url);
    writeFileSync(folder.file("market.json"), JSON.stringify(await stage.record()));
  });
  beforeEach(() => (data = folder.file(`data-${folders++}`)));
  afterEach(async () => {
    node.heal();
    await Promise.all(running.splice(0).map((daemon) => daemon.stop("SIGKILL")));
  });
  after(async () => {
    await node.stop();
    await anvil.stop();
    folder.remove();
  });

  async function observe({ market = "market.json", options = [] as string[] } = {}): Promise<DaemonProcess> {
    const where = ["--network", "localhost", "--record", folder.file(market), "--data", data];
    const daemon = await startDaemon(
      { WATTLANE_LOCALHOST_URL: node.url },
      ...["observer", "run", ...where, "--poll", "0.02", ...options],
    );
    running.push(daemon);
    return daemon;
  }

  interface Health {
    readonly status: number;
    readonly problems: readonly string[];
    readonly head: { readonly block: number } | null;
  }

  async function healthOf({ url }: DaemonProcess): Promise<Health> {
    const answer = await fetch(`${url}/health`);
    return { ...((await answer.json()) as Health), status: answer.status };
  }

  /** Waits until an observer is well and has come to the chain's head. */
  async function caughtUp(daemon: DaemonProcess): Promise<void> {
    const head = await stage.latest(0n);
    await until(async () => {
      const { status, head: taken } = await healthOf(daemon);
      return status === 200 && taken?.block === Number(head);
    });
  }

  /** Fails unless the index is what the chain itself tells in one question. */
  async function expectWhole(): Promise<void> {
    const record = IndexReader.open(indexPath(data));
    const recorded = [...record.eventsAfter(BEFORE_ALL)].map(({ block, transactionHash, logIndex }) => [
      toQuantity(block.number),
      block.hash,
      transactionHash,
      toQuantity(logIndex),
    ]);
    const head = record.head();
    record.close();
    expect(recorded).to.deep.equal(
      (await stage.logs()).map((log) => [log.blockNumber, log.blockHash, log.transactionHash, log.logIndex]),
    );
    expect(head?.hash).to.equal(await stage.headHash());
  }

  it("has every event exactly once, killed at any moment, through reorganisations while up and while down", async () => {
    const random = mulberry32(SEED);
    const draw = (most: number) => Math.floor(random() * most);
    const someBlocks = () => stage.blocks(...Array.from({ length: 3 + draw(4) }, () => draw(4)));
    await stage.blocks(...Array.from({ length: 50 }, () => draw(4)));
    for (let life = 1; life <= 4; life++) {
      let calls = 6 + draw(30);
      const daemon = await observe();
      let over: Promise<unknown> | undefined;
      node.choose(() => {
        if (--calls === 0) over = daemon.stop("SIGKILL");
        return undefined;
      });
      while (over === undefined) {
        await someBlocks();
        if (life > 1) await stage.request("anvil_reorg", [1 + draw(3), []]);
      }
      await over;
      node.heal();
      if (life > 2) await stage.request("anvil_reorg", [1 + draw(5), []]);
    }
    const daemon = await observe();
    await someBlocks();
    await caughtUp(daemon);
    expect(await daemon.stop()).to.equal(0);
    await expectWhole();
  });

  it("starts while the node is down, says so, and goes on whenever it is up again", async () => {
    await node.down();
    const daemon = await observe();
    expect((await healthOf(daemon)).status).to.equal(503);
    for (const path of ["/", "/summary"]) expect((await fetch(daemon.url + path)).status, path).to.equal(503);
    await node.up();
    await caughtUp(daemon);
    await node.down();
    await stage.blocks(1, 2);
    await until(async () => (await healthOf(daemon)).status === 503);
    expect((await healthOf(daemon)).problems.join()).to.include("cannot be reached");
    await node.up();
    await caughtUp(daemon);
    await expectWhole();
    expect(daemon.log().filter(({ level }) => level === "error")).to.deep.equal([]);
  });

  it("shares its index with a second one, and nothing is written twice", async () => {
    const daemons = await Promise.all([observe(), observe()]);
    await Promise.all(daemons.map(caughtUp));
    await stage.blocks(1, 0, 2);
    await Promise.all(daemons.map(caughtUp));
    await stage.request("anvil_reorg", [2, []]);
    await stage.blocks(1, 1);
    await Promise.all(daemons.map(caughtUp));
    await expectWhole();
    const record = IndexReader.open(indexPath(data));
    expect(record.reorganisationsAfter(0)).to.have.length(1);
    record.close();
    for (const daemon of daemons) expect(await daemon.stop()).to.equal(0);
    await expectWhole();
  });

  it("keeps its index when it has come to its limit, says so, and goes on with a higher one", async () => {
    const daemon = await observe({ options: ["--limit", "0.1"] });
    await stage.blocks(...Array.from({ length: 20 }, () => 15));
    await until(async () => (await healthOf(daemon)).problems.includes("no space is left for the index"));
    expect((await healthOf(daemon)).status).to.equal(503);
    expect(await (await fetch(daemon.url)).text()).to.include("no space is left for the index");
    expect(await daemon.stop()).to.equal(0);
    const again = await observe();
    await caughtUp(again);
    await expectWhole();
  });

  it("keeps its index when the disk is full, and goes on by itself when there is space again", async function () {
    const disk = folder.file("disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      console.log("      skipped: only root can mount a small disk");
      return this.skip();
    }
    try {
      data = `${disk}/data`;
      writeFileSync(`${disk}/ballast`, "x".repeat(3_800_000));
      const daemon = await observe();
      await stage.blocks(...Array.from({ length: 20 }, () => 20));
      await until(async () => (await healthOf(daemon)).problems.includes("no space is left for the index"));
      rmSync(`${disk}/ballast`);
      await caughtUp(daemon);
      expect(await daemon.stop()).to.equal(0);
      await expectWhole();
    } finally {
      execFileSync("umount", ["-l", disk]);
    }
  });

  it("refuses to write another market's index", async () => {
    const other = await MarketOnNode.open(anvil, true);
    writeFileSync(folder.file("other.json"), JSON.stringify(await other.record()));
    const first = await observe();
    await caughtUp(first);
    await first.stop();
    const daemon = await observe({ market: "other.json" });
    expect(await daemon.complaints).to.equal("");
    expect(await daemon.stop()).to.equal(1);
    const { error } = daemon.log().find(({ msg }) => msg === "cannot go on")!;
    expect(error).to.include(`is the index of the improved market ${stage.address.toLowerCase()} of chain 31337`);
    await expectWhole();
  });

  it("names what is wrong with its options", async () => {
    const run = (...args: string[]) => runHardhat("observer", "run", "--data", data, ...args);
    const refused = await Promise.all([
      run(),
      run("--network", "localhost", "--poll", "soon"),
      run("--network", "localhost", "--limit", "0"),
    ]);
    expect(refused.map(({ code }) => code)).to.deep.equal([2, 2, 2]);
    expect(refused.map(({ stderr }) => stderr.split("\n", 1)[0])).to.deep.equal([
      "Error: --network is missing: a daemon needs a running chain, such as live",
      "Error: --poll soon: must be a number from 0.01 to 3600",
      "Error: --limit 0: must be a number from 0.1 to 1000000",
    ]);
  });
});
