import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { startAnvil, type Anvil } from "../../support/anvil.js";
import { startHardhat } from "../../support/hardhat.js";
import { openMarketCli, periodOptions, setUpMarket, type MarketCli } from "../../support/market-cli.js";
import { atTerminal } from "../../support/terminal.js";
import { until } from "../../support/until.js";

const NOW = 1_900_000_000n;
const PERIOD = periodOptions(NOW, 20);
const OFFER = { account: "1", side: "sell", energy: "1000", price: "80/MWh", ...PERIOD };
const BUYER = { account: "2" };
const SENT = "; waiting until it is mined.\n";

describe("what hardhat market does only when it is meant", function () {
  this.timeout(60_000);
  let anvil: Anvil;
  let cli: MarketCli;
  let number = 0;
  before(async () => {
    anvil = await startAnvil({ startsAt: NOW });
    cli = await openMarketCli(anvil.url);
    await setUpMarket(cli);
  });
  afterEach(() => mining(true));
  after(async () => {
    cli.close();
    await anvil.stop();
  });

  /** Each with a number of its own, so that none is taken for another. */
  const declare = async (options: object = {}) =>
    (await cli.json("declare", { ...OFFER, number: String(++number), ...options })).offer as string;
  const nonce = (account: number) => anvil.provider.getTransactionCount(anvil.account(account).address);
  const mining = (automatic: boolean) => anvil.provider.send("evm_setAutomine", [automatic]) as Promise<unknown>;

  /** A command that would be asked about: refused, done by the flag, and done or not by the answer at a terminal. */
  async function isAskedAbout(command: string, args: object, question: RegExp, flag = "yes"): Promise<void> {
    const account = Number((args as { account: string }).account);
    const before = await nonce(account);
    const option = new RegExp(`: give --${flag} if you mean it$`);
    expect(await cli.refusal(command, { ...args }))
      .to.match(question)
      .and.to.match(option);
    expect(await cli.refusal(command, { ...args, json: true })).to.match(option);
    expect((await cli.json(command, { ...args, dryRun: true })).asks).to.satisfy((asks: string[]) =>
      question.test(asks[0]!),
    );
    for (const no of [[], [""], ["n"], ["maybe"]]) {
      const { code, stdout, stderr } = await atTerminal(no, () => cli.run(command, args as never));
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
      expect(stderr).to.match(/ Go on\? \[y\/N\] \n?.*Error:.* not confirmed; nothing was done\n$/);
    }
    expect(await nonce(account)).to.equal(before);
    const { code, stdout } = await atTerminal(["yes"], () => cli.run(command, args as never));
    expect({ code, done: /^Done: /.test(stdout) }).to.deep.equal({ code: 0, done: true });
    expect(await nonce(account)).to.equal(before + 1);
  }

  it("takes the same price per kWh and per MWh, exact", async () => {
    const prices = { price: "0.0805/kWh", excess: "84.525/mwh", damages: "0.000000001/kWh", margin: "0.000001/MWh" };
    expect(await cli.json("declare", { ...OFFER, number: String(++number), ...prices })).to.include({
      ...{ pricePerMWh: "80500000", excessPricePerMWh: "84525000", damagesPricePerMWh: "1", marginPerMWh: "1" },
    });
    const { offers } = await cli.json("offers", { minPrice: "0.0805/kWh", maxPrice: "0.0805/KWH" });
    expect(offers).to.have.lengthOf(1);
  });

  it("asks about a price of 0, and about one that does not pay the fee", async () => {
    const offer = () => ({ ...OFFER, number: String(++number) });
    await isAskedAbout("declare", { ...offer(), price: "0/kWh" }, /^the price is 0: the energy is given away/);
    const low = /^100 kWh cost 0\.0085 WEUR in all, less than the seller's fee of 0\.01/;
    await isAskedAbout("declare", { ...offer(), energy: "100", price: "0.085/MWh" }, low);
    const wish = await declare({ ...BUYER, side: "buy", price: "0.085/MWh", energy: "100", yes: true });
    expect(await cli.refusal("accept", { account: "1", offer: wish, energy: "100" })).to.match(low);
    const file = join(cli.folder, "cheap.json");
    const signed = { ...offer(), price: "0/MWh", offChain: true, out: file };
    expect(await cli.refusal("declare", signed)).to.match(/^the price is 0: .* give --yes if you mean it$/);
    expect((await cli.run("declare", { ...signed, yes: true })).code).to.equal(0);
  });

  it("asks before it spends more than a tenth of the balance, and before it takes all that is left", async () => {
    const offer = await declare({ energy: "10000", margin: "0/MWh" });
    const { free } = await cli.json("status", { of: "2" });
    const tenth = BigInt(free as string) / 10n / 80n;
    const buy = (energyWh: bigint) => ({ ...BUYER, offer, energy: `${energyWh}e-3` });
    await cli.json("accept", buy(tenth));
    await isAskedAbout(
      "accept",
      buy(tenth + 1n),
      /^this buys 1,250\.001 kWh for 100\.0\d+ WEUR, 10 % of the balance of/,
    );
    const { stderr } = await atTerminal(["n"], () => cli.run("accept", { ...BUYER, offer }));
    expect(stderr)
      .to.match(/About to accept$/m)
      .and.to.match(
        /without --energy this takes all that is left, [\d,.]+ kWh; this buys [\d,.]+ kWh for [\d,.]+ WEUR/,
      );
    const little = await declare({ energy: "1" });
    await isAskedAbout("accept", { ...BUYER, offer: little }, /^without --energy this takes all that is left, 1 kWh/);
    const much = await declare({ energy: "30000", margin: "0/MWh" });
    expect(await cli.refusal("accept", { ...BUYER, offer: much, energy: "30000" })).to.match(
      /for 2,400\.00 WEUR, more than the balance of \d+\.\d+: give --yes/,
    );
    const trap = await declare({ energy: "1", excess: "5000/MWh" });
    expect(await cli.refusal("accept", { ...BUYER, offer: trap, energy: "1" })).to.match(
      /^above 110 % of the energy, a MWh costs 5,000\.00 instead of 80\.00: give --yes/,
    );
  });

  it("never sends what would be void, on either lane", async () => {
    const before = await nonce(2);
    for (const [energy, margin] of [
      ["1000", "9000/MWh"],
      ["30000", "100/MWh"],
    ]) {
      const offer = await declare({ energy, margin });
      for (const flags of [{}, { yes: true, again: true }, { dryRun: true }]) {
        expect(await cli.refusal("accept", { ...BUYER, offer, energy, ...flags })).to.match(
          /^the agreement would be void: the margin is [39],000\.00 WEUR, but the buyer 0x\w{40} has only [\d,.]+; deposit/,
        );
      }
    }
    expect(await nonce(2)).to.equal(before);
  });

  it("says what the buyer will pay, with the working", async () => {
    const offer = await declare({ energy: "20", price: "0.085/kWh" });
    const asked = { ...BUYER, offer, energy: "20", dryRun: true };
    const pays = { paymentAt80: "1377000", paymentAt90: "1530000", paymentAt100: "1700000", paymentAt110: "1870000" };
    expect(await cli.json("accept", asked)).to.include({ ...pays, paymentAt120: "2048500" });
    const { stdout } = await cli.run("accept", asked);
    expect(stdout).to.match(/^buyer pays at 80 % +1\.377 WEUR = 16 x 0\.085 \+ 2 x 0\.0085$/m);
    expect(stdout).to.match(/^buyer pays at 100 % +1\.70 WEUR = 20 x 0\.085$/m);
    expect(stdout).to.match(/^buyer pays at 120 % +2\.0485 WEUR = 22 x 0\.085 \+ 2 x 0\.08925$/m);
  });

  describe("twice", () => {
    const same = /^this account did the same at 2030-\S+Z \(block \d+, transaction 0x[0-9a-f]{64}\)/;

    it("asks before it accepts the same energy of an offer again", async () => {
      const offer = await declare();
      await cli.json("accept", { ...BUYER, offer, energy: "3" });
      await isAskedAbout("accept", { ...BUYER, offer, energy: "3" }, same, "again");
      await cli.json("accept", { ...BUYER, offer, energy: "3", again: true });
      await cli.json("accept", { ...BUYER, offer, energy: "4" });
      await cli.json("accept", { ...BUYER, offer: await declare(), energy: "3" });
    });

    it("asks before it declares an equal offer, but not when that was cancelled, or one with another number", async () => {
      const terms = { ...OFFER, energy: "77" };
      const first = (await cli.json("declare", terms)).offer as string;
      await isAskedAbout("declare", terms, same, "again");
      await cli.json("declare", { ...terms, number: String((number += 1000)) });
      await cli.json("cancel", { account: "1", offer: first });
      for (const { id, number: of } of (await cli.json("offers", { open: true })).offers as {
        id: string;
        number: string;
      }[])
        if (Number(of) >= 1000 || id === first) await cli.run("cancel", { account: "1", offer: id });
      await cli.json("declare", { ...terms, energy: "78" });
    });

    it("asks before it deposits or withdraws the same amount again", async () => {
      await cli.json("deposit", { ...BUYER, amount: "7" });
      await isAskedAbout("deposit", { ...BUYER, amount: "7" }, same, "again");
      await cli.json("deposit", { ...BUYER, amount: "7.01" });
      await cli.json("withdraw", { ...BUYER, amount: "5" });
      await isAskedAbout("withdraw", { ...BUYER, amount: "5" }, same, "again");
    });

    it("forgets after ten minutes", async () => {
      await cli.json("deposit", { ...BUYER, amount: "3" });
      await anvil.provider.send("evm_increaseTime", [601]);
      await anvil.provider.send("evm_mine", []);
      await cli.json("deposit", { ...BUYER, amount: "3" });
    });

    it("notices what is not mined yet", async () => {
      const offer = await declare();
      const pool = async () =>
        Number(((await anvil.provider.send("txpool_status", [])) as { pending: string }).pending);
      const acts: readonly [command: string, args: object][] = [
        ["accept", { ...BUYER, offer, energy: "5" }],
        ["mint", { to: "4", amount: "9" }],
      ];
      for (const [command, args] of acts) {
        await mining(false);
        const waiting = cli.run(command, args as never);
        await until(async () => (await pool()) === 1);
        expect(await cli.refusal(command, args as never)).to.match(
          /^transaction 0x[0-9a-f]{64} of this account does the same and is not mined yet: give --again/,
        );
        await mining(true);
        await anvil.provider.send("evm_mine", []);
        expect((await waiting).code).to.equal(0);
      }
    });
  });

  it("shows the hash at once, and on Ctrl-C says what may still happen", async () => {
    const { kind, chainId, market, token } = await cli.json("info");
    const record = join(cli.folder, "record.json");
    writeFileSync(record, JSON.stringify({ kind, chainId, market, token, block: 0 }));
    await mining(false);
    const environment = { WATTLANE_LOCALHOST_URL: anvil.url };
    const where = ["--network", "localhost", "--record", record];
    const child = startHardhat(environment, "market", "deposit", "--account", "2", "--amount", "2.5", ...where);
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => {
      const isKnown = told.includes(SENT);
      told += chunk.toString();
      if (!isKnown && told.includes(SENT)) child.kill("SIGINT");
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    const [, hash = "none"] = /^Sent transaction (0x[0-9a-f]{64}); waiting/m.exec(told) ?? [];
    expect(told).to.contain(
      `\nError: interrupted; transaction ${hash} was sent and may still be mined: look with market history`,
    );
    expect(code).to.equal(1);
    expect(await cli.refusal("deposit", { ...BUYER, amount: "2.5" }))
      .to.contain(hash)
      .and.to.contain("not mined yet");
    await mining(true);
    await anvil.provider.send("evm_mine", []);
    expect((await anvil.provider.getTransactionReceipt(hash))!.status).to.equal(1);
    expect(await cli.refusal("deposit", { ...BUYER, amount: "2.5" }))
      .to.contain(hash)
      .and.to.contain("did the same at");
  });
});
