import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { startAnvil, type Anvil } from "../../support/anvil.js";
import { openMarketCli, periodOptions, setUpMarket, type MarketCli } from "../../support/market-cli.js";

const NOW = 1_900_000_000n;
const PERIOD = periodOptions(NOW, 2);
const OFFER = { account: "1", side: "sell", energy: "1", price: "80/MWh", ...PERIOD };
const NOBODY = `0x${"ab".repeat(20)}`;

describe("what hardhat market refuses", function () {
  let anvil: Anvil;
  let cli: MarketCli;
  let offer: string;
  let agreement: string;
  let head: number;
  before(async () => {
    anvil = await startAnvil({ startsAt: NOW });
    cli = await openMarketCli(anvil.url);
    expect(await cli.refusal("info")).to.match(/^no market is recorded for chain-31337-\w{8}: deploy one, or give/);
    await setUpMarket(cli);
    offer = (await cli.json("declare", { ...OFFER, energy: "100" })).offer as string;
    agreement = (await cli.json("accept", { account: "2", offer, energy: "1" })).agreement as string;
    head = await anvil.provider.getBlockNumber();
  });
  after(async () => {
    expect(await anvil.provider.getBlockNumber()).to.equal(head);
    cli.close();
    await anvil.stop();
  });

  const file = (name: string, text: string) => {
    const path = join(cli.folder, name);
    writeFileSync(path, text);
    return path;
  };

  const wrongOptions: readonly [command: string, args: Readonly<Record<string, unknown>>, message: RegExp][] = [
    [
      "register",
      { account: "10" },
      /^--account 10: is not an account of this network, which has accounts 0 to 9; give/,
    ],
    ["register", { account: NOBODY }, /^--account 0xab\w+: is not an account of this network/],
    ["status", { kind: "modern" }, /^--kind modern: must be improved or traditional$/],
    ["status", { kind: "traditional" }, /^no traditional market is recorded for chain-31337-/],
    ["deposit", {}, /^--amount is missing: give an amount in tokens, such as 25\.50$/],
    ["deposit", { amount: "1.0000001" }, /^--amount 1\.0000001: "1\.0000001" has more than 6 decimals$/],
    ["deposit", { amount: "-1" }, /^--amount -1: "-1" is negative$/],
    ["deposit", { amount: "1e99" }, /^--amount 1e99: "1e99" is too large$/],
    [
      "deposit",
      { amount: "1", for: "bob" },
      /^--for bob: is neither an address nor the number of one of the network's accounts$/,
    ],
    ["mint", { to: "1" }, /^--amount is missing/],
    ["mint", { amount: "1" }, /^--to is missing/],
    ["set-meter", { user: "1" }, /^--meter is missing/],
    ["caps", { trades: "70000", energy: "1" }, /^--trades 70000: "70000" is too large$/],
    ["caps", { trades: "1.5", energy: "1" }, /^--trades 1\.5: "1\.5" has more than 0 decimals$/],
    ["caps", { trades: "1" }, /^--energy is missing/],
    ["set-fee", {}, /^--fee is missing/],
    ["declare", { ...OFFER, side: "lend" }, /^--side lend: must be buy or sell$/],
    ["declare", { ...OFFER, side: undefined }, /^--side is missing: give buy or sell$/],
    ["declare", { ...OFFER, energy: "0.0001" }, /^--energy 0\.0001: "0\.0001" has more than 3 decimals$/],
    ["declare", { ...OFFER, energy: "300000000000" }, /^--energy 300000000000: "300000000000" is too large$/],
    ["declare", { ...OFFER, price: "cheap" }, /^--price cheap: is not a price: give tokens with the unit, such as/],
    ["declare", { ...OFFER, price: "0.085" }, /^--price 0\.085: has no unit: give 0\.085\/kWh or 0\.085\/MWh$/],
    ["declare", { ...OFFER, price: "8.5 ct/kWh" }, /^--price 8\.5 ct\/kWh: "8\.5 ct" is not a number$/],
    ["declare", { ...OFFER, price: "85/day" }, /^--price 85\/day: is not a price: give tokens with the unit, such as/],
    ["declare", { ...OFFER, price: "/MWh" }, /^--price \/MWh: is empty$/],
    ["declare", { ...OFFER, price: "0.0000000001/kWh" }, /has more than 9 decimals$/],
    ["declare", { ...OFFER, price: "0.0000001/MWh" }, /has more than 6 decimals$/],
    ["declare", { ...OFFER, excess: "85" }, /^--excess 85: has no unit: give 85\/kWh or 85\/MWh$/],
    ["declare", { ...OFFER, damages: "8" }, /^--damages 8: has no unit: /],
    ["declare", { ...OFFER, margin: "0" }, /^--margin 0: has no unit: /],
    ["set-fee", { fee: "0.1" }, /^--fee 0\.1: has no unit: /],
    ["offers", { minPrice: "80" }, /^--min-price 80: has no unit: /],
    ["offers", { maxPrice: "80" }, /^--max-price 80: has no unit: /],
    ["declare", { ...OFFER, excess: "x" }, /^--excess x: /],
    ["declare", { ...OFFER, damages: "x" }, /^--damages x: /],
    ["declare", { ...OFFER, margin: "x" }, /^--margin x: /],
    ["declare", { ...OFFER, from: "2030-01-01 10:00" }, /^--from 2030-01-01 10:00: .* has no zone: end it with Z/],
    ["declare", { ...OFFER, to: "tomorrow" }, /^--to tomorrow: "tomorrow" is not a date and time/],
    ["declare", { ...OFFER, expiry: "1960-01-01T00:00:00Z" }, /^--expiry 1960-01-01T00:00:00Z: is before 1970$/],
    ["declare", { ...OFFER, number: "x" }, /^--number x: /],
    ["declare", { ...OFFER, out: "offer.json" }, /^--out offer\.json: needs --off-chain$/],
    ["offers", { side: "lend" }, /^--side lend: must be buy or sell$/],
    ["offers", { minPrice: "x" }, /^--min-price x: /],
    ["offers", { maxPrice: "x" }, /^--max-price x: /],
    ["offers", { from: "x" }, /^--from x: /],
    ["offers", { to: "x" }, /^--to x: /],
    ["offers", { declarer: "x" }, /^--declarer x: /],
    ["accept", {}, /^the offer is missing: give its id, as market offers shows it/],
    ["accept", { offer: "0x1234" }, /^offer 0x1234: is not an id: give 0x and at least its first 6 hex digits$/],
    ["accept", { offer: "0x123456" }, /^offer 0x123456: not found on this market; see market offers$/],
    ["accept", { signed: "nowhere.json" }, /^--signed nowhere\.json: cannot be read: ENOENT/],
    ["accept", { offer: "0x123456", signed: "x.json" }, /^give either an offer's id or --signed FILE, not both$/],
    ["cancel", {}, /^give one of these: an offer's id, --signed FILE or --up-to NUMBER$/],
    ["cancel", { upTo: "-1" }, /^--up-to -1: "-1" is negative$/],
    [
      "settle",
      { agreement: "0x123456" },
      /^give either --reading FILE with the meter's signed reading, or --unmetered$/,
    ],
    ["settle", { agreement: "0x123456", reading: "x", unmetered: true }, /^give either --reading FILE/],
    [
      "settle",
      { agreement: "0x123456", unmetered: true },
      /^agreement 0x123456: not found on this market; see market status$/,
    ],
    ["decline", {}, /^the agreement is missing: give its id, as market status shows it$/],
    ["status", { of: "0xfffffff" }, /^offer or agreement 0xfffffff: not found on this market/],
    ["status", { of: "bob" }, /bob: is not an id/],
    ["withdraw", { account: "9", amount: "all" }, /^--amount all: there is nothing to withdraw$/],
    ["export", {}, /^--out is missing: give the file to write$/],
    [
      "export",
      { out: "x.csv", what: "users" },
      /^--what users: must be events, offers, agreements, settlements or debts$/,
    ],
    ["verify", {}, /^--authorities is missing: give the authorities' URLs, separated by commas, or --out FILE$/],
    [
      "verify",
      { authorities: "ftp://x" },
      /^--authorities ftp:\/\/x: is not a URL such as http:\/\/127\.0\.0\.1:9000$/,
    ],
    ["authorities add", {}, /^the authority is missing/],
    ["authorities add", { authority: "x" }, /^the authority x: is neither an address nor/],
  ];
  for (const [command, args, message] of wrongOptions) {
    it(`${command} ${JSON.stringify(args)}`, async () => {
      expect(await cli.refusal(command, args)).to.match(message);
    });
  }

  const refusedActs: readonly [what: string, command: string, args: () => Record<string, unknown>, message: RegExp][] =
    [
      ["registering twice", "register", () => ({ account: "1" }), /is already registered/],
      ["a stranger's deposit", "deposit", () => ({ amount: "1" }), /^0x\w{40} is not registered: run market register/],
      [
        "more than there is",
        "deposit",
        () => ({ account: "1", amount: "501" }),
        /has 500\.00 in its wallet but needs 501\.00/,
      ],
      [
        "another's mint",
        "mint",
        () => ({ account: "1", to: "1", amount: "1" }),
        /^0x\w{40} may not do this; only the market's operator or the token's bank can/,
      ],
      ["another's pause", "pause", () => ({ account: "1" }), /may not do this/],
      ["an offer for the past", "declare", () => ({ ...OFFER, ...periodOptions(NOW, -2) }), /expired at 2030-/],
      [
        "a period that ends first",
        "declare",
        () => ({ ...OFFER, from: PERIOD.to, to: PERIOD.from }),
        /check --from, --to and --expiry$/,
      ],
      [
        "damages above the price",
        "declare",
        () => ({ ...OFFER, damages: "81/MWh" }),
        /^damages of 81\.00 per MWh exceed the price of 80\.00: lower --damages$/,
      ],
      [
        "an equal offer",
        "declare",
        () => ({ ...OFFER, energy: "100", number: "0" }),
        /already exists: an equal offer needs another --number$/,
      ],
      ["no energy", "accept", () => ({ account: "2", offer, energy: "0" }), /^the energy is zero/],
      [
        "too much energy",
        "accept",
        () => ({ account: "2", offer, energy: "100" }),
        /^the offer has 99 kWh left, less than 100 kWh: lower --energy$/,
      ],
      ["one's own offer", "accept", () => ({ account: "1", offer }), /^this is your own offer/],
      ["a stranger's acceptance", "accept", () => ({ account: "5", offer }), /is not registered/],
      ["another's offer", "cancel", () => ({ account: "2", offer }), /did not declare this offer/],
      [
        "what is signed",
        "decline",
        () => ({ account: "2", agreement }),
        /is signed: this is not possible in that state$/,
      ],
      [
        "what is signed",
        "verify",
        () => ({ account: "2", agreement, out: "x" }),
        /is signed: this is not possible in that state$/,
      ],
      [
        "a stranger's signature",
        "verify",
        () => ({ account: "5", agreement, out: "x" }),
        /is not a party to this agreement/,
      ],
      [
        "another meter's reading",
        "reading",
        () => ({ account: "4", agreement, energy: "1" }),
        /^--account 4: the agreement's meter is 0x\w{40}, not 0x\w{40}$/,
      ],
      ["what is not owed", "pay-debt", () => ({ agreement }), /^nothing is owed for agreement/],
      [
        "more than the balance",
        "withdraw",
        () => ({ account: "1", amount: "1001" }),
        /has [\d.,]+ free but needs 1,001\.00/,
      ],
      ["an authority twice", "authorities add", () => ({ authority: "9" }), /is already an authority$/],
      ["no authority", "authorities remove", () => ({ authority: "1" }), /is not an authority of this market/],
    ];
  for (const [what, command, args, message] of refusedActs) {
    it(`${command}: ${what}`, async () => {
      expect(await cli.refusal(command, args())).to.match(message);
      expect(await cli.refusal(command, command === "reading" ? args() : { ...args(), dryRun: true })).to.match(
        message,
      );
    });
  }

  it("a malformed reading, one of another agreement, or by another meter", async () => {
    const settle = (text: string) => cli.refusal("settle", { agreement, reading: file("reading.json", text) });
    const signature = `0x${"11".repeat(65)}`;
    expect(await settle("{")).to.match(/reading\.json: cannot be read: /);
    expect(await settle("[]")).to.match(/reading\.json: must be object$/);
    expect(await settle("{}")).to.match(/reading\.json: agreement: is missing$/);
    const foreign = { agreement: `0x${"22".repeat(32)}`, energyWh: "1", signature };
    expect(await settle(JSON.stringify(foreign))).to.match(/reading\.json: is for another agreement$/);
    const own = { agreement, energyWh: "1", signature };
    expect(await settle(JSON.stringify({ ...own, energyWh: "-1" }))).to.match(
      /reading\.json: energyWh: must be a whole number, in quotes if it is above 2\^53$/,
    );
    expect(await settle(JSON.stringify({ ...own, signature: "0x11" }))).to.match(
      /reading\.json: signature: must be 65 bytes in hex$/,
    );
    expect(await settle(JSON.stringify(own))).to.match(/^delivery ends at/);
  });

  it("a malformed or invalid signed offer", async () => {
    const accept = (document: object) =>
      cli.refusal("accept", { account: "2", signed: file("signed.json", JSON.stringify(document)) });
    const { market } = await cli.json("info");
    const prices = { pricePerMWh: 0, excessPricePerMWh: 0, damagesPricePerMWh: 0, marginPerMWh: 0, feePerMWh: 0 };
    const times = { deliveryStart: "1", deliveryEnd: "2", expiry: "1" };
    const offer = { declarer: NOBODY, side: "buy", energyWh: "5", ...prices, ...times, number: 0 };
    const whole = { chainId: "31337", market, offer, signature: `0x${"00".repeat(65)}` };
    const withOffer = (change: object) => accept({ ...whole, offer: { ...offer, ...change } });
    expect(await accept({ ...whole, chainId: "1" })).to.match(/signed\.json: is not for this chain, 31337$/);
    expect(await accept({ ...whole, market: NOBODY })).to.match(/signed\.json: is not for this market, 0x\w{40}$/);
    expect(await accept({ ...whole, market: "0x" })).to.match(/signed\.json: market: must be 20 bytes in hex$/);
    expect(await accept({ ...whole, offer: undefined })).to.match(/signed\.json: offer: is missing$/);
    expect(await withOffer({ side: "lend" })).to.match(/signed\.json: offer\.side: must be buy or sell$/);
    expect(await withOffer({ declarer: undefined })).to.match(/signed\.json: offer\.declarer: is missing$/);
    expect(await withOffer({ energyWh: 1e30 })).to.match(/offer\.energyWh: must be a whole number, in quotes/);
    const large = await withOffer({ energyWh: String(2n ** 48n) });
    expect(large).to.match(/signed\.json: offer\.energyWh: must be a whole number of at most 48 bits$/);
    expect(await accept(whole)).to.match(/signed\.json: signature: /);
  });

  it("a malformed record, one of another chain, or of another kind", async () => {
    const info = (record: string, args: object = {}) => cli.refusal("info", { record, ...args });
    const { market, token } = await cli.json("info");
    const whole = { kind: "improved", chainId: "31337", market, token, block: 2 };
    const recorded = (change: object) => info(file("record.json", JSON.stringify({ ...whole, ...change })));
    expect(await info("nowhere.json")).to.match(/^--record nowhere\.json: cannot be read: ENOENT/);
    expect(await recorded({ kind: "modern" })).to.match(/record\.json: kind: must be improved or traditional$/);
    expect(await recorded({ chainId: 1 })).to.match(/record\.json: chainId: must be decimal digits$/);
    expect(await recorded({ chainId: "1" })).to.match(/record\.json: is for chain 1, but the network is chain 31337$/);
    expect(await recorded({ market: "0x" })).to.match(/record\.json: market: must be an address$/);
    expect(await recorded({ token: 5 })).to.match(/record\.json: token: must be an address$/);
    expect(await recorded({ block: -1 })).to.match(
      /record\.json: block: must be the number of the block of the market's first event$/,
    );
    expect(await recorded({ market: NOBODY })).to.match(/there is no contract at 0xab\w+; deploy the market again$/i);
    const path = file("record.json", JSON.stringify(whole));
    expect(await info(path, { kind: "traditional" })).to.match(
      /^--kind traditional: the market in --record .* is improved$/,
    );
    expect(await cli.json("info", { record: path })).to.include({ market });
  });

  it("an export to where nothing can be written, leaving nothing", async () => {
    const folder = join(cli.folder, "taken.csv");
    mkdirSync(folder);
    expect(await cli.refusal("export", { out: folder })).to.match(/taken\.csv: it is a directory$/);
  });
});
