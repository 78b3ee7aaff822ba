import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { expect } from "chai";

import { type Anvil, startAnvil } from "../../support/anvil.js";
import { runHardhatIn } from "../../support/hardhat.js";
import { type MarketCli, joinMarket, openMarketCli } from "../../support/market-cli.js";

describe("a market whose record is gone", function () {
  this.timeout(60_000);
  let anvil: Anvil;
  let cli: MarketCli;
  let first: Readonly<Record<string, unknown>>;
  before(async () => {
    anvil = await startAnvil();
    cli = await openMarketCli(anvil.url);
    await anvil.provider.send("anvil_mine", ["0x12"]);
    first = await cli.json("deploy");
    await joinMarket(cli);
    await anvil.provider.send("anvil_mine", ["0x12"]);
  });
  after(async () => {
    cli.close();
    await anvil.stop();
  });

  const folder = () => {
    const [chain = ""] = readdirSync(join(cli.folder, "deployments"));
    return join(cli.folder, "deployments", chain);
  };
  const records = () => readdirSync(folder()).filter((name) => /^(improved|traditional).*\.json$/.test(name));
  const recorded = (name: string) => JSON.parse(readFileSync(join(folder(), name), "utf8")) as object;
  const recordOf = ({ kind, chainId, market, token, block }: Readonly<Record<string, unknown>>) => ({
    ...{ kind, chainId, market, token, block },
  });

  it("is not given up while it holds money, unless --yes says so", async () => {
    const message = await cli.refusal("deploy", { reset: true });
    expect(message).to.equal(
      `the improved market at ${String(first.market)} holds 2,000.00 WEUR, and commands will no longer find it without --record: give --yes if you mean it`,
    );
    expect(records()).to.deep.equal(["improved.json"]);
  });

  it("has its record kept beside the new one's, which its commands take", async () => {
    const second = await cli.json("deploy", { reset: true, yes: true });
    const kept = `improved-${String(first.market)}.json`;
    expect((second.kept as string[]).map((path) => basename(path))).to.deep.equal([kept]);
    expect(recorded(kept)).to.deep.equal(recordOf(first));
    expect(recorded("improved.json")).to.deep.equal(recordOf(second));
    const info = await cli.json("info", { record: join(folder(), kept) });
    expect([info.market, info.held]).to.deep.equal([first.market, "2000000000"]);
  });

  it("is reset without a question when it is empty, and what was kept stays", async () => {
    await cli.json("deploy", { reset: true });
    expect(records()).to.have.length(3);
  });

  it("is found by its address: kind, token and first block are those of the lost record", async () => {
    rmSync(join(folder(), `improved-${String(first.market)}.json`));
    const found = await cli.json("find", { address: first.market });
    expect(recorded("improved.json")).to.deep.equal(recordOf(first));
    expect(found).to.deep.include({ kind: "improved", firstBlock: first.block, held: "2000000000" });
    expect(basename(found.kept as string)).to.match(/^improved-0x[0-9a-fA-F]{40}\.json$/);
    expect((await cli.json("info")).market).to.equal(first.market);
  });

  it("is known to be a traditional one by its code", async () => {
    const deployed = await cli.json("deploy", { kind: "traditional" });
    rmSync(join(folder(), "traditional.json"));
    await cli.json("find", { address: deployed.market, block: "3" });
    expect(recorded("traditional.json")).to.deep.equal({ ...recordOf(deployed), block: 3 });
  });

  for (const [what, address, message] of [
    ["no address", undefined, /^the address is missing: give the market's, such as 0x/],
    ["what is none", "0x12", /^0x12: is not an address$/],
    ["an address without a contract", `0x${"00".repeat(19)}01`, /: there is no contract there on chain 31337$/],
  ] as const) {
    it(`is refused for ${what}`, async () => {
      expect(await cli.refusal("find", { address })).to.match(message);
    });
  }

  it("is told less with --quiet, and more with --verbose", async () => {
    expect(await cli.run("info", { quiet: true })).to.deep.equal({ code: 0, stdout: "", stderr: "" });
    expect((await cli.run("info", { quiet: true, json: true })).stdout).to.match(/^\{/);
    const { stdout, stderr } = await cli.run("offers", { verbose: true });
    expect(stderr).to.match(/^network localhost, chain 31337\nimproved market 0x\w+, .* block \d+\n\d+ events read\n$/);
    expect(stdout).to.not.equal("");
    expect(await cli.refusal("info", { quiet: true, verbose: true })).to.match(/^--quiet and --verbose contradict/);
    expect((await cli.run("info")).stderr).to.equal("");
  });

  it("is refused for a contract that is no market of this version", async () => {
    expect(await cli.refusal("find", { address: first.token })).to.match(
      /: the contract there is not a market of this version: /,
    );
  });
});

describe("a market whose record is gone, on a node without old states", function () {
  this.timeout(60_000);

  it("is found when --block says where it begins; without it one line says so", async () => {
    const anvil = await startAnvil({ args: ["--prune-history"] });
    const cli = await openMarketCli(anvil.url);
    try {
      const { market } = await cli.json("deploy");
      await anvil.provider.send("anvil_mine", ["0x12"]);
      expect(await cli.refusal("find", { address: market })).to.match(
        /^the node does not tell the state of block \d+ \([^\n]+\): name a node that keeps old states, or give .* by --block$/,
      );
      expect((await cli.json("find", { address: market, block: "2" })).firstBlock).to.equal(2);
    } finally {
      cli.close();
      await anvil.stop();
    }
  });
});

describe("hardhat ignition deploy", function () {
  this.timeout(120_000);
  const EXAMPLE = ["--parameters", "ignition/parameters/example.json"];
  const id = `test-${process.pid}`;
  const deploy = (url: string) =>
    runHardhatIn(
      { WATTLANE_LOCALHOST_URL: url, HARDHAT_IGNITION_CONFIRM_DEPLOYMENT: "false" },
      ...["ignition", "deploy", "ignition/modules/ImprovedMarket.ts", ...EXAMPLE],
      ...["--network", "localhost", "--deployment-id", id],
    );

  it("takes the shipped parameters, and commands find the market", async () => {
    const anvil = await startAnvil();
    let record = "";
    try {
      const { code, stdout } = await deploy(anvil.url);
      expect(code).to.equal(0);
      [, record = ""] = /^The improved market's record is (\S+)\.$/m.exec(stdout) ?? [];
      const info = await runHardhatIn(
        { WATTLANE_LOCALHOST_URL: anvil.url },
        ..."market info --network localhost".split(" "),
      );
      expect(info.stdout).to.match(/^authorities +7$/m);
    } finally {
      await anvil.stop();
      for (const made of [dirname(record), join("ignition/deployments", id)])
        rmSync(made, { recursive: true, force: true });
    }
  });

  it("refuses a committee of accounts whose keys everybody has, on a chain that is no local one", async () => {
    const anvil = await startAnvil({ chainId: 4711 });
    try {
      expect(await deploy(anvil.url)).to.deep.equal({
        code: 1,
        stdout: "",
        stderr:
          "Error: --parameters ignition/parameters/example.json: 0x1CBd3b2770909D4e10f157cABC84C7264073C9Ec is an account of every local test node, whose key everybody has; name your own accounts\n",
      });
      const market = await runHardhatIn(
        { WATTLANE_LOCALHOST_URL: anvil.url },
        "market",
        "deploy",
        ...EXAMPLE,
        "--network",
        "localhost",
      );
      expect(market.code).to.equal(1);
      expect(market.stderr).to.match(
        /^Error: the authority 0x1CBd\S+ is an account of every local test node, .*: give --yes if you mean it\n$/,
      );
      expect(await anvil.provider.getBlockNumber()).to.equal(0);
    } finally {
      await anvil.stop();
    }
  });
});
