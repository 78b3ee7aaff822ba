import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { startAnvil, type Anvil } from "./anvil.js";

const START = 1_900_000_000n;

describe("anvil in a process of its own", () => {
  const started: Anvil[] = [];
  const folder = mkdtempSync(join(tmpdir(), "wattlane-anvil-"));
  const start = async (...options: Parameters<typeof startAnvil>) => {
    const anvil = await startAnvil(...options);
    started.push(anvil);
    return anvil;
  };
  after(async () => {
    await Promise.all(started.map((anvil) => anvil.stop()));
    rmSync(folder, { recursive: true });
  });

  it("has the chain id, the accounts and the genesis time asked for, and mines only when told", async () => {
    const anvil = await start({ mining: "on demand", accounts: 12, chainId: 4711, startsAt: START });
    expect(await anvil.request("eth_chainId")).to.equal("0x1267");
    expect(await anvil.request("eth_accounts")).to.have.lengthOf(12);
    expect((await anvil.provider.getBlock(0))!.timestamp).to.equal(Number(START));
    const sent = await anvil.account(11).sendTransaction({ to: anvil.account(0).address, value: 1n });
    expect(await anvil.provider.getTransactionReceipt(sent.hash)).to.equal(null);
    await anvil.request("evm_mine");
    expect(await anvil.provider.getTransactionReceipt(sent.hash)).to.not.equal(null);
  });

  it("mines by itself in the interval asked for", async () => {
    const anvil = await start({ mining: { everySeconds: 0.2 } });
    await new Promise<void>((resolve) => {
      void anvil.provider.on("block", (number: number) => {
        if (number >= 2) resolve();
      });
    });
    expect(await anvil.provider.getBlock(2)).to.not.equal(null);
  });

  it("goes on with its chain on the same port", async () => {
    const anvil = await start({ stateFile: join(folder, "kept.json") });
    const sent = await anvil.account(0).sendTransaction({ to: anvil.account(1).address, value: 1n });
    await sent.wait();
    const { url } = anvil;
    const before = await anvil.provider.getBlock(1);
    await anvil.restart();
    expect(anvil.url).to.equal(url);
    expect((await anvil.provider.getBlock(1))!.hash).to.equal(before!.hash);
    expect(await anvil.account(0).getNonce()).to.equal(1);
  });

  it("is a new chain after a kill without a state file", async () => {
    const anvil = await start();
    await (await anvil.account(0).sendTransaction({ to: anvil.account(1).address, value: 1n })).wait();
    await anvil.kill();
    await anvil.restart();
    expect(await anvil.provider.getBlockNumber()).to.equal(0);
  });

  it("says why it did not start", async () => {
    const refused = startAnvil({ args: ["--nonsense"] });
    await refused.then(
      () => expect.fail("started"),
      (error: unknown) => {
        expect(String(error)).to.contain("--nonsense");
      },
    );
  });
});
