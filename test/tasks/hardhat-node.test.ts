import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { toQuantity } from "ethers";

import { startDaemon, type DaemonProcess } from "../support/daemon.js";
import { runHardhat } from "../support/hardhat.js";
import { joinMarket, openMarketCli, periodOptions, type MarketCli } from "../support/market-cli.js";
import { startNode, type LocalNode } from "../support/node.js";
import { until } from "../support/until.js";

const [SELLER, BUYER] = [{ account: "1" }, { account: "2" }];
/** Accounts of the node: the buyer's meter, the committee's only authority, and who sends the readings. */
const [METER, AUTHORITY, SENDER] = [3, 6, 7];

describe("every role on `hardhat node`", function () {
  let node: LocalNode;
  let cli: MarketCli;
  let record: string;
  const daemons: DaemonProcess[] = [];
  before(async () => {
    node = await startNode();
    cli = await openMarketCli(node.url);
    const parameters = join(cli.folder, "parameters.json");
    // No trade is small enough for the fast lane.
    const committee = { authorities: [node.account(AUTHORITY).address], capTrades: 0 };
    writeFileSync(parameters, JSON.stringify({ $global: committee }));
    ({ record } = (await cli.json("deploy", { parameters })) as { record: string });
    await joinMarket(cli);
  });
  after(async () => {
    for (const daemon of daemons) await daemon.stop("SIGKILL");
    cli.close();
    await node.stop();
  });

  async function start(role: string, key: number, options: string[] = [], env: Record<string, string> = {}) {
    const where = ["--network", "live", "--record", record, "--data", join(cli.folder, role), "--port", "0"];
    const keys = { WATTLANE_RPC_URL: node.url, WATTLANE_PRIVATE_KEY: node.account(key).privateKey, ...env };
    const daemon = await startDaemon(keys, role, "run", ...where, ...options);
    daemons.push(daemon);
    return daemon;
  }

  it("does its part, from the declaration to the settlement and its record", async () => {
    const authority = await start("authority", AUTHORITY);
    await start("observer", 0, ["--poll", "0.1"]);
    const { timestamp } = (await node.provider.getBlock("latest"))!;
    const hour = BigInt(Math.ceil(timestamp / 3600) * 3600);
    const period = periodOptions(hour, 1);
    const declared = await cli.json("declare", { ...SELLER, side: "sell", energy: "50", price: "80/MWh", ...period });
    const { offer } = declared as { offer: string };
    const { agreement } = (await cli.json("accept", { ...BUYER, offer, energy: "50" })) as { agreement: string };
    const statusOf = async () => (await cli.json("status", { of: agreement })).status;
    expect(await statusOf()).to.equal("awaiting verification");
    for (const party of [SELLER, BUYER]) {
      await until(
        async () => (await cli.run("verify", { ...party, agreement, authorities: authority.url })).code === 0,
      );
    }
    await until(async () => (await statusOf()) === "signed");

    const file = join(cli.folder, "readings.csv");
    writeFileSync(file, `timestamp,meter,energy_kwh\n${period.from},house,48.5\n`);
    const keys = { WATTLANE_METER_KEYS: `house=${node.account(METER).privateKey}` };
    await start("meter", SENDER, ["--file", file], keys);
    await node.provider.send("evm_increaseTime", [toQuantity(4n * 3600n)]);
    await node.provider.send("evm_mine", []);
    await until(async () => (await statusOf()) === "settled");
    const { settlement } = (await cli.json("status", { of: agreement })) as { settlement: object };
    expect(settlement).to.include({ energyWh: "48500", debt: "0" });

    const historyOf = () =>
      runHardhat("observer", "history", "--data", join(cli.folder, "observer"), "--agreement", agreement);
    await until(async () => (await historyOf()).stdout.includes("Settled"));
    const { stdout } = await historyOf();
    for (const event of ["Accepted", "Signed", "Settled"]) expect(stdout).to.include(event);
    for (const daemon of daemons) expect(await daemon.stop()).to.equal(0);
  });
});
