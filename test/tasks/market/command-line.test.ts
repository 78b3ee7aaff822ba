import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { registrationKeyOf } from "../../support/keys.js";
import { startAnvil, type Anvil } from "../../support/anvil.js";
import { runHardhatIn, type Run } from "../../support/hardhat.js";
import { openMarketCli, type MarketCli } from "../../support/market-cli.js";

describe("hardhat market as a process, with a key of its own, on a node that mines by the clock", function () {
  let anvil: Anvil;
  let cli: MarketCli;
  let record: string;
  before(async () => {
    anvil = await startAnvil({ mining: { everySeconds: 0.3 } });
    cli = await openMarketCli(anvil.url);
    const { kind, chainId, market, token, block } = await cli.json("deploy");
    record = join(cli.folder, "theirs.json");
    writeFileSync(record, JSON.stringify({ kind, chainId, market, token, block }));
    await cli.json("mint", { to: "1", amount: "30" });
  });
  after(async () => {
    cli.close();
    await anvil.stop();
  });

  /** As account 1 of the node, whose key only the environment of this process has. */
  function market(...args: string[]): Promise<Run> {
    const environment = { WATTLANE_RPC_URL: anvil.url, WATTLANE_PRIVATE_KEY: anvil.account(1).privateKey };
    return runHardhatIn(environment, "market", ...args, "--network", "live", "--record", record);
  }

  it("registers, waiting for the block, and prints one document", async () => {
    const { code, stdout, stderr } = await market("register", "--json");
    expect(code).to.equal(0);
    expect(stderr).to.match(/^Sent transaction 0x[0-9a-f]{64}; waiting until it is mined\.\n$/);
    const registered = JSON.parse(stdout) as Readonly<Record<string, string>>;
    expect(registered).to.include({ from: anvil.account(1).address, publicKey: registrationKeyOf(anvil.account(1)) });
    const receipt = await anvil.provider.getTransactionReceipt(registered.transaction!);
    expect(receipt!.blockNumber).to.equal(Number(registered.block));
  });

  it("deposits with a permit that the key signs, and prints a table", async () => {
    const { code, stdout } = await market("deposit", "--amount", "12.5");
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^Done: deposit$/m)
      .and.to.match(/^free balance +12\.50 WEUR$/m);
    expect(stdout).not.to.contain(anvil.account(1).privateKey.slice(2));
  });

  it("runs dry", async () => {
    const before = await anvil.provider.getTransactionCount(anvil.account(1).address);
    const { code, stdout } = await market("withdraw", "--amount", "all", "--dry-run");
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^Would withdraw$/m)
      .and.to.match(/^amount +12\.50 WEUR$/m);
    expect(stdout.endsWith("\nNothing was sent.\n")).to.equal(true);
    expect(await anvil.provider.getTransactionCount(anvil.account(1).address)).to.equal(before);
  });

  it("prints one line and ends with exit code 1 when it fails", async () => {
    const { code, stdout, stderr } = await market("accept", "0x123456", "--energy", "1");
    expect({ code, stdout, stderr }).to.deep.equal({
      code: 1,
      stdout: "",
      stderr: "Error: offer 0x123456: not found on this market; see market offers\n",
    });
  });
});
