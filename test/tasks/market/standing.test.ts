import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { configVariable } from "hardhat/config";

import { startAnvil, type Anvil } from "../../support/anvil.js";
import { openMarketCli, periodOptions, setUpMarket, type MarketCli } from "../../support/market-cli.js";

const NOW = 1_900_000_000n;
const OFFER = { account: "1", side: "sell", energy: "40", price: "0.085/kWh", ...periodOptions(NOW, 2) };

describe("how things stand on a market, by hardhat market", function () {
  this.timeout(60_000);
  let anvil: Anvil;
  let cli: MarketCli;
  let offer: string;
  let agreement: string;
  before(async () => {
    anvil = await startAnvil({ startsAt: NOW });
    cli = await openMarketCli(anvil.url);
    await setUpMarket(cli);
    offer = (await cli.json("declare", OFFER)).offer as string;
    agreement = (await cli.json("accept", { account: "2", offer, energy: "20" })).agreement as string;
  });
  after(async () => {
    cli.close();
    await anvil.stop();
  });

  it("an operator's act that changes nothing is said and not sent", async () => {
    const same: readonly [command: string, args: object, why: RegExp][] = [
      ["pause", {}, /^the market is paused already$/],
      ["unpause", {}, /^the market is not paused$/],
      ["set-meter", { user: "2", meter: "5" }, /^the meter of 0x\w{40} is 0x\w{40} already$/],
      ["set-meter", { user: "2", meter: "3" }, /^the meter of 0x\w{40} is 0x\w{40} already$/],
      ["caps", { user: "2", trades: "7", energy: "8" }, /^the caps of 0x\w{40} are these already$/],
      ["caps", { trades: "9", energy: "8.5" }, /^the caps of all who register from now on are these already$/],
      ["set-fee", { fee: "0.0002/kWh" }, /^the fee is 0\.20 WEUR\/MWh already$/],
    ];
    for (const [command, args, why] of same) {
      expect((await cli.run(command, args as never)).stdout, command).to.match(/^Done: /);
      const head = await anvil.provider.getBlockNumber();
      const told = await cli.json(command, args as never);
      expect(told, command).to.include({ nothingToDo: true }).and.property("why").to.match(why);
      const { code, stdout } = await cli.run(command, args as never);
      expect({ code, said: /^Nothing to do: [^\n]+\.\n$/.test(stdout) }, command).to.deep.equal({
        code: 0,
        said: true,
      });
      expect(await anvil.provider.getBlockNumber(), command).to.equal(head);
    }
  });

  it("what only reads needs no key, and asks for none", async () => {
    const { kind, chainId, market, token } = await cli.json("info");
    const record = join(cli.folder, "record.json");
    writeFileSync(record, JSON.stringify({ kind, chainId, market, token, block: 0 }));
    const keyless = await openMarketCli(anvil.url, [configVariable("WATTLANE_NO_SUCH_KEY")]);
    try {
      const user = anvil.account(2).address;
      const reads: readonly [command: string, args: object][] = [
        ["info", {}],
        ["authorities", {}],
        ["offers", { declarer: user }],
        ["offers", { book: true }],
        ["status", { of: agreement }],
        ["status", { of: offer }],
        ["status", { of: user }],
        ["status", { account: user }],
        ["history", { of: agreement }],
        ["history", { account: user.toLowerCase() }],
        ["export", { out: join(keyless.folder, "agreements.csv") }],
      ];
      for (const [command, args] of reads) {
        expect(await keyless.json(command, { record, ...args }), command).not.to.deep.equal({});
      }
      const keyed: readonly [command: string, args: object][] = [
        ["status", {}],
        ["history", { of: "1" }],
        ["offers", { declarer: "1" }],
        ["register", {}],
      ];
      for (const [command, args] of keyed) {
        expect(await keyless.refusal(command, { record, ...args }), command).to.contain("WATTLANE_NO_SUCH_KEY");
      }
    } finally {
      keyless.close();
    }
  });

  it("a settlement shows its working, before and after", async () => {
    const reading = join(cli.folder, "reading.json");
    await cli.run("reading", { account: "3", agreement, energy: "30", out: reading });
    const delivery = await cli.run("status", { of: agreement });
    expect(delivery.stdout)
      .to.match(/^buyer pays at 110 % +1\.87 WEUR = 22 x 0\.085$/m)
      .and.to.match(/^next +delivery until \S+Z, then settlement by the meter's reading$/m);
    await anvil.provider.send("evm_increaseTime", [3 * 3600]);
    await anvil.provider.send("evm_mine", []);
    expect((await cli.json("status", { of: agreement })).next).to.match(
      /^the meter's turn: settle with a reading: market settle --reading FILE, until \S+Z$/,
    );
    const due = /^due +2\.584 WEUR = 22 x 0\.085 \+ 8 x 0\.08925$/m;
    const planned = await cli.json("settle", { agreement, reading, dryRun: true });
    expect(planned).to.include({ due: "2584000", usedWh: "30000" });
    expect((await cli.run("settle", { agreement, reading })).stdout).to.match(due);
    expect((await cli.run("status", { of: agreement })).stdout).to.match(due);
    const { settlement } = (await cli.json("status", { of: agreement })) as { settlement?: object };
    expect(settlement).to.include({ paid: "2584000", working: "22 x 0.085 + 8 x 0.08925" });
  });
});
