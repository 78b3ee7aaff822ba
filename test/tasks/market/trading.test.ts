import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { toQuantity } from "ethers";

import { startDaemon } from "../../support/daemon.js";
import { runHardhat } from "../../support/hardhat.js";
import { openMarketCli, periodOptions, setUpMarket, type MarketCli } from "../../support/market-cli.js";
import { startNode, type LocalNode } from "../../support/node.js";
import { until } from "../../support/until.js";

const SELLER = { account: "1" };
const BUYER = { account: "2" };
const METER = { account: "3" };

describe("trading by hardhat market", function () {
  let node: LocalNode;
  let cli: MarketCli;
  let now: bigint;
  before(async () => {
    node = await startNode();
    cli = await openMarketCli(node.url);
    await setUpMarket(cli);
    now = BigInt((await node.provider.getBlock("latest"))!.timestamp);
  });
  after(async () => {
    cli.close();
    await node.stop();
  });

  async function declare(options: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const usual = { ...SELLER, again: true, side: "sell", energy: "1000", price: "80.5/MWh", ...periodOptions(now, 2) };
    return (await cli.json("declare", { ...usual, ...options })).offer as string;
  }

  async function accept(offer: string, energy: string): Promise<string> {
    return (await cli.json("accept", { ...BUYER, offer, energy, yes: true })).agreement as string;
  }

  const statusOf = async (of: string) => (await cli.json("status", { of })).status;
  const pass = async (seconds: bigint) => {
    await node.provider.send("evm_increaseTime", [toQuantity(seconds)]);
    await node.provider.send("evm_mine", []);
  };
  const write = (name: string, document: unknown) => {
    const path = join(cli.folder, name);
    writeFileSync(path, JSON.stringify(document));
    return path;
  };

  it("registers with the account's key hash, and deposits with a permit in one transaction", async () => {
    const before = await node.provider.getTransactionCount(node.account(4).address);
    const { keyHash } = await cli.json("register", { account: "4" });
    expect(keyHash).to.match(/^0x[0-9a-f]{40}$/);
    await cli.json("mint", { to: "4", amount: "10.000001" });
    const deposit = await cli.json("deposit", { account: "4", amount: "10.000001" });
    expect(deposit).to.include({ amount: "10000001", received: "10000001", free: "10000001" });
    expect(await node.provider.getTransactionCount(node.account(4).address)).to.equal(before + 2);
    expect(await cli.json("status", { of: "4" })).to.include({ keyHash, free: "10000001", wallet: "0", meter: null });
  });

  it("deposits for another account, and withdraws to another", async () => {
    await cli.json("deposit", { ...SELLER, amount: "5", for: "4" });
    expect(await cli.json("withdraw", { account: "4", amount: "all", to: "5" })).to.include({ free: "0" });
    expect(await cli.json("status", { of: "5" })).to.include({ registered: false, wallet: "15000001" });
  });

  it("declares with the model's clauses, numbers offers by itself, lists and filters them, and shows the order book", async () => {
    const first = await cli.json("declare", {
      ...SELLER,
      ...{ side: "sell", energy: "12.345", price: "80.500001/MWh" },
      ...periodOptions(now, 30),
    });
    expect(first).to.include({ energyWh: "12345", pricePerMWh: "80500001", number: "0" });
    expect(first).to.include({
      excessPricePerMWh: "84525001",
      damagesPricePerMWh: "8050000",
      marginPerMWh: "16100000",
    });
    const second = await declare({ price: "70/MWh", ...periodOptions(now, 30) });
    const buying = { ...BUYER, side: "buy", price: "60/MWh", margin: "3/MWh", excess: "61/MWh", damages: "1/MWh" };
    const third = await declare({ ...buying, ...periodOptions(now, 31) });

    const listed = async (filter: object) =>
      ((await cli.json("offers", filter as never)).offers as { id: string }[]).map(({ id }) => id);
    expect(await listed({})).to.deep.equal([first.offer, second, third]);
    expect(await listed({ side: "buy" })).to.deep.equal([third]);
    expect(await listed({ minPrice: "70/MWh", maxPrice: "80.5/MWh" })).to.deep.equal([second]);
    expect(await listed({ declarer: "2" })).to.deep.equal([third]);
    expect(await listed({ from: periodOptions(now, 31).from })).to.deep.equal([third]);
    expect(await listed({ to: periodOptions(now, 30).to, open: true })).to.deep.equal([first.offer, second]);

    const { book } = await cli.json("offers", { book: true });
    expect((book as object[]).map((period) => ({ ...period, deliveryStart: 0, deliveryEnd: 0 }))).to.deep.equal([
      {
        ...{ deliveryStart: 0, deliveryEnd: 0, buy: [] },
        sell: [
          { pricePerMWh: "70000000", energyWh: "1000000", offers: 1 },
          { pricePerMWh: "80500001", energyWh: "12345", offers: 1 },
        ],
      },
      {
        ...{ deliveryStart: 0, deliveryEnd: 0, sell: [] },
        buy: [{ pricePerMWh: "60000000", energyWh: "1000000", offers: 1 }],
      },
    ]);
    const { stdout } = await cli.run("offers", { book: true });
    expect(stdout).to.match(/^sell +80\.500001 +12\.345 +1\nsell +70\.00 +1,000 +1$/m);

    expect(await cli.json("cancel", { ...SELLER, offer: second })).to.include({ remainingWh: "1000000" });
    expect(await listed({ open: true })).to.deep.equal([first.offer, third]);
    expect(await statusOf(second)).to.equal("cancelled");
  });

  it("shows what an acceptance would do and sends nothing; accepting then does just that", async () => {
    const offer = await declare();
    const asked = { ...BUYER, offer: offer.slice(0, 14), energy: "100" };
    const before = [await node.provider.getBlockNumber(), await cli.json("status", { of: "2" })];
    const planned = await cli.json("accept", { ...asked, dryRun: true });
    expect(planned).to.include({ dryRun: true, offer, lane: "fast lane", margin: "1610000", fee: "10000" });
    const { gas, gasPrice, cost } = planned as Readonly<Record<string, string>>;
    expect(BigInt(cost!)).to.equal(BigInt(gas!) * BigInt(gasPrice!));
    expect([await node.provider.getBlockNumber(), await cli.json("status", { of: "2" })]).to.deep.equal(before);
    const done = await cli.json("accept", asked);
    expect(done).to.include({ lane: "fast lane", status: "signed", margin: "1610000", gas: planned.gas });
    const account = await cli.json("status", { of: "2" });
    expect(account).to.include({ reliability: 0, usedTrades: "1", usedEnergyWh: "100000", marginsHeld: "1610000" });
    expect(account.agreements).to.deep.equal([done.agreement]);
    expect(await cli.json("status", { of: offer })).to.deep.include({
      remainingWh: "900000",
      agreements: [done.agreement],
    });
  });

  it("refuses to send an acceptance that would be void", async () => {
    const offer = await declare({ margin: "9000/MWh" });
    const refusal = await cli.refusal("accept", { ...BUYER, offer });
    expect(refusal).to.match(
      /^the agreement would be void: the margin is 9,000\.00 WEUR, but the buyer 0x\w{40} has only 998\.39; deposit/,
    );
  });

  it("settles with the meter's reading, once, and prints the outcome", async () => {
    const agreement = await accept(await declare(), "500");
    const reading = join(cli.folder, "reading.json");
    await cli.run("reading", { ...METER, agreement, energy: "600", out: reading });
    const early = await cli.refusal("settle", { agreement, reading });
    expect(early).to.match(/^delivery ends at \d{4}-[^ ]+Z: settle after that$/);
    await pass(3n * 3600n);
    const settled = await cli.json("settle", { agreement, reading });
    // 550 kWh at 80.50 and 50 kWh at 84.525 per MWh.
    expect(settled).to.include({ outcome: "excess", paid: "48501250", debt: "0", usedWh: "600000" });
    expect(await cli.refusal("settle", { agreement, reading })).to.contain("is settled: this is not possible");
    const told = await cli.json("status", { of: agreement });
    expect(told).to.include({ status: "settled", next: "nothing: it has ended" });
    now += 3n * 3600n;
  });

  it("lets a party decline, or anyone expire, an agreement that awaits verification", async () => {
    const offer = await declare({ energy: "30000", margin: "0/MWh" });
    const planned = await cli.json("accept", { ...BUYER, offer, energy: "10000", dryRun: true });
    expect(planned).to.include({ lane: "full verification" }).and.not.to.have.property("missing");
    const [declined, expired] = [await accept(offer, "10000"), await accept(offer, "20000")];
    expect((await cli.json("status", { of: declined })).next).to.match(/^the buyer's and the seller's turn: /);
    expect(await cli.json("decline", { ...SELLER, agreement: declined })).to.include({ reason: "a party declined" });
    expect(await cli.refusal("expire", { agreement: expired })).to.match(/^the agreement can be verified until /);
    await pass(3n * 3600n);
    now += 3n * 3600n;
    expect((await cli.json("status", { of: expired })).next).to.match(/: end it with market expire$/);
    const { reason } = await cli.json("expire", { account: "9", agreement: expired });
    expect(reason).to.equal("verification did not come in time");
    expect(await cli.json("status", { of: expired })).to.include({ status: "terminated" });
  });

  it("takes an offer that was signed off chain, in parts, and lets it be cancelled", async () => {
    const file = join(cli.folder, "offer.json");
    const blocks = await node.provider.getBlockNumber();
    const terms = { ...SELLER, offChain: true, side: "sell", energy: "10", price: "50/MWh", ...periodOptions(now, 2) };
    const printed = await cli.json("declare", terms);
    expect((await cli.run("declare", { ...terms, out: file })).stdout).to.contain(`to ${file}`);
    expect(await node.provider.getBlockNumber()).to.equal(blocks);
    const written = JSON.parse(readFileSync(file, "utf8")) as { id: string; offer: Record<string, string> };
    expect(written).to.deep.equal(printed);

    const { agreement } = await cli.json("accept", { ...BUYER, signed: file, energy: "4" });
    expect(await statusOf(agreement as string)).to.equal("signed");
    expect(await cli.json("accept", { ...BUYER, signed: file, yes: true })).to.include({
      energyWh: "6000",
      status: "signed",
    });
    expect(await statusOf(written.id)).to.equal("filled");

    const forged = write("forged.json", { ...written, offer: { ...written.offer, pricePerMWh: "1" } });
    expect(await cli.refusal("accept", { ...BUYER, signed: forged })).to.match(
      /was signed by 0x\w{40}, not by its declarer/,
    );
    const foreign = write("foreign.json", { ...written, market: `0x${"11".repeat(20)}` });
    expect(await cli.refusal("accept", { ...BUYER, signed: foreign })).to.contain("is not for this market");

    const single = join(cli.folder, "single.json");
    await cli.run("declare", { ...terms, out: single, number: "40" });
    expect(await cli.json("cancel", { ...SELLER, signed: single })).to.include({ remainingWh: "10000" });
    expect(await cli.refusal("accept", { ...BUYER, signed: single })).to.match(/ is cancelled: /);
    const late = join(cli.folder, "late.json");
    await cli.run("declare", { ...terms, out: late, number: "41" });
    await cli.json("cancel", { ...SELLER, upTo: "41" });
    expect(await cli.refusal("accept", { ...BUYER, signed: late })).to.contain(
      "cancelled signed offers below number 42",
    );
    expect(await cli.json("declare", { ...terms, offChain: false, again: true })).to.include({ number: "42" });
  });

  it("leaves a debt that suspends, until it is paid", async () => {
    const offer = await declare({ price: "1900/MWh", margin: "0/MWh" });
    const agreement = await accept(offer, "1000");
    await pass(3n * 3600n);
    now += 3n * 3600n;
    const reading = join(cli.folder, "dear.json");
    await cli.run("reading", { ...METER, agreement, energy: "1000", out: reading });
    const settled = await cli.json("settle", { agreement, reading });
    expect(BigInt(settled.debt as string) > 900_000_000n).to.equal(true);
    expect(await cli.json("status", { of: "2" })).to.include({
      owed: settled.debt,
      standing: "suspended until its debts are paid (open: 1)",
    });
    expect(await cli.json("status", { of: "1" })).to.include({ owedTo: settled.debt });
    expect(await cli.refusal("accept", { ...BUYER, offer: await declare() })).to.contain(
      "is suspended until its debts are paid (open: 1)",
    );
    await cli.json("mint", { to: "2", amount: "1000" });
    await cli.json("deposit", { ...BUYER, amount: "1000" });
    expect(await cli.json("pay-debt", { account: "9", agreement })).to.include({ paid: settled.debt, debt: "0" });
    expect(await cli.json("status", { of: "2" })).to.include({ owed: "0", standing: "in good standing" });
  });

  it("settles without a reading after a month without one", async () => {
    const agreement = await accept(await declare(), "10");
    await pass(4n * 3600n);
    now += 4n * 3600n;
    expect(await cli.refusal("settle", { ...SELLER, agreement, unmetered: true })).to.match(
      /^only a meter reading can settle the agreement until /,
    );
    await pass(2_592_000n);
    now += 2_592_000n;
    expect(await cli.json("settle", { ...SELLER, agreement, unmetered: true })).to.include({ outcome: "unmetered" });
  });

  it("lists the events of a user, an offer and an agreement from the chain", async () => {
    const offer = await declare();
    const [one, other] = [await accept(offer, "1"), await accept(offer, "2")];
    const events = async (of: string) =>
      ((await cli.json("history", { of })) as unknown as { event: string; args: { agreementId?: string } }[]).map(
        ({ event, args }) => [event, args.agreementId].filter(Boolean).join(" "),
      );
    expect(await events(offer)).to.deep.equal(["Declared", `Accepted ${one}`, `Accepted ${other}`]);
    expect(await events(one)).to.deep.equal([`Accepted ${one}`]);
    const seller = await events("1");
    expect(seller.slice(0, 2)).to.deep.equal(["Registered", "Deposited"]);
    expect(seller.slice(-3)).to.deep.equal(["Declared", `Accepted ${one}`, `Accepted ${other}`]);
    const { stdout } = await cli.run("history", { of: offer });
    expect(stdout).to.match(/^\S+Z +\d+ +Declared +0x\w{12} +sell 1,000 kWh at 80\.50\/MWh, delivery from \S+Z$/m);
  });

  it("exports the same tables as an observer, and lists the same history", async () => {
    const info = await cli.json("info");
    const record = write("record.json", { ...info, block: 0 });
    const data = join(cli.folder, "observer");
    const where = ["--network", "localhost", "--record", record, "--data", data, "--poll", "0.1"];
    const daemon = await startDaemon({ WATTLANE_LOCALHOST_URL: node.url }, "observer", "run", ...where);
    const head = await node.provider.getBlockNumber();
    await until(async () => {
      const health = (await (await fetch(`${daemon.url}/health`)).json()) as { head: { block: number } | null };
      return health.head?.block === head;
    });
    expect(await daemon.stop()).to.equal(0);
    const folder = join(cli.folder, "observer-export");
    const observed = await runHardhat("observer", "export", "--data", data, "--out", folder);
    expect(observed.stdout).to.equal(
      `Wrote events.csv, offers.csv, agreements.csv, settlements.csv, debts.csv to ${folder}.\n`,
    );
    for (const what of ["events", "offers", "agreements", "settlements", "debts"]) {
      const out = join(cli.folder, `${what}.csv`);
      const { rows } = await cli.json("export", { what, out });
      const csv = readFileSync(out, "utf8");
      expect(csv.trimEnd().split("\r\n"), what).to.have.lengthOf((rows as number) + 1);
      expect(rows, what).to.be.greaterThan(0);
      expect(csv, what).to.equal(readFileSync(join(folder, `${what}.csv`), "utf8"));
    }
    const settlements = readFileSync(join(folder, "settlements.csv"), "utf8");
    expect(settlements).to.match(/^agreement,settled,settled_block,transaction,buyer,seller,outcome,agreed_wh,/);
    expect(settlements).to.match(/,48501250,0,80500000,84525000,8050000,16100000,100000,[^,]+Z,[^,]+Z,50000\r$/m);

    const user = node.account(1).address;
    const history = await runHardhat("observer", "history", "--data", data, "--user", user);
    expect((await cli.run("history", { of: user })).stdout).to.equal(history.stdout);
    const document = await runHardhat("observer", "history", "--data", data, "--user", user, "--json");
    expect(await cli.json("history", { of: user })).to.deep.equal(JSON.parse(document.stdout));
  });
});
