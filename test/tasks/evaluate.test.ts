import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect } from "chai";
import type { Browser } from "playwright-core";

import product from "../../package.json" with { type: "json" };
import { hasFonts } from "../../src/report/png.js";
import { launchBrowser, misplacedTexts } from "../support/browser.js";
import { runHardhat } from "../support/hardhat.js";

const SMALL = "fig78.toNodes=600,fig78.seeds=2,broadcast.mostNodes=300,fig11.blocks=12,sensitivity.trades=50";

describe("hardhat evaluate", function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-evaluate-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const path = (name: string) => join(folder, name);
  const namesIn = (out: string) =>
    readdirSync(out, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.\w+$/.test(name))
      .sort();

  describe("refuses in one line, and writes nothing,", () => {
    for (const [options, message] of [
      ["--set market.capEnergyKWh=0", "--set: market.capEnergyKWh = 0: must be >= 1"],
      ["--set time.nodes=NaN", '--set: time.nodes = "NaN": must be integer'],
      ["--settings nowhere.json", "--settings nowhere.json: there is no such file"],
      ["--set time.authorities=1001", "authorities = 1001: must be a whole number from 1 to 1000"],
      ["--set fig9.trades=50", "fig9.trades = 50: at most the trades of Fig. 6, fig6.trades = 20"],
    ] as const) {
      it(options, async () => {
        const out = path("refused");
        const run = await runHardhat("evaluate", "--only", "fig6,fig9", "--out", out, ...options.split(" "));
        expect(run).to.deep.equal({
          code: message.startsWith("--set: ") ? 2 : 1,
          stdout: "",
          stderr: `Error: ${message}\n`,
        });
        expect(existsSync(out)).to.be.false;
      });
    }
  });

  it("writes the same files for the same settings, whoever's hand they come from, but for measured times", async () => {
    const studies = ["--only", "fig6,fig78,fig9,fig10,fig11,broadcast,sensitivity"];
    const [first, second] = [path("first"), path("second")];
    const run = await runHardhat("evaluate", ...studies, "--seed", "5", "--set", SMALL, "--out", first);
    expect({ code: run.code, stderr: run.stderr }).to.deep.equal({ code: 0, stderr: "" });
    const settings = ["--settings", join(first, "settings.json")];
    const json = await runHardhat("evaluate", ...studies, ...settings, "--json", "--out", second);
    expect(json.stderr).to.equal("");
    const document = JSON.parse(json.stdout) as Record<string, unknown>;
    expect(Object.keys(document)).to.deep.equal([
      ...["seed", "settings", "fig6", "fig78", "fig9", "fig10", "fig11", "broadcast", "sensitivity"],
    ]);
    expect(document.seed).to.equal(5);
    expect(document.settings).to.deep.equal(JSON.parse(readFileSync(join(first, "settings.json"), "utf8")));

    expect(namesIn(second)).to.deep.equal(namesIn(first));
    for (const name of namesIn(first).filter((each) => each !== "timings.json")) {
      expect(readFileSync(join(second, name)).equals(readFileSync(join(first, name))), name).to.be.true;
    }
    const timings = JSON.parse(readFileSync(join(first, "timings.json"), "utf8")) as { note: string; studies: object };
    expect(timings.note).to.match(/^Measured /);
    expect(Object.keys(timings.studies)).to.include.members(["fig6", "broadcast"]);
  });

  it("runs on anvils that it starts itself, with the same tables", async () => {
    const [builtIn, anvil] = [path("built-in"), path("anvil")];
    const study = ["--only", "table1", "--set", "table1.users=60,table1.days=1"];
    const runs = [
      await runHardhat("evaluate", ...study, "--out", builtIn),
      await runHardhat("evaluate", ...study, "--network", "anvil", "--out", anvil),
    ];
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).to.deep.equal(Array(2).fill({ code: 0, stderr: "" }));
    for (const name of namesIn(join(anvil, "table1")).filter((each) => each.endsWith(".csv"))) {
      const [one, other] = [builtIn, anvil].map((out) => readFileSync(join(out, "table1", name), "utf8"));
      expect(one, name).to.equal(other);
    }
  });

  it("writes every figure as SVG and PNG, and links to nothing that is not there", () => {
    const first = path("first");
    const svgs = namesIn(first).filter((name) => name.endsWith(".svg"));
    expect(svgs).to.have.length(8);
    const pngs = svgs.map((name) => name.replace(/svg$/, "png"));
    if (hasFonts()) expect(namesIn(first)).to.include.members(pngs);
    const html = readFileSync(join(first, "index.html"), "utf8");
    const links = [...html.matchAll(/href="([^"#:]+)"/g)].map(([, target]) => decodeURI(target ?? ""));
    expect(links).to.include.members(svgs);
    for (const link of links) expect(existsSync(join(first, link)), link).to.be.true;
  });

  it("keeps the other studies on the page when some run again, and says so where another version made them", async () => {
    const first = path("first");
    const htmlOf = () => readFileSync(join(first, "index.html"), "utf8");
    const again = () =>
      runHardhat("evaluate", "--only", "fig10", "--settings", join(first, "settings.json"), "--out", first);
    const before = htmlOf();
    expect((await again()).code).to.equal(0);
    expect(htmlOf()).to.equal(before);
    const { studies } = JSON.parse(readFileSync(join(first, "timings.json"), "utf8")) as { studies: object };
    expect(studies).to.include.keys("fig6", "fig10");

    const part = join(first, "fig9/page.json");
    writeFileSync(part, readFileSync(part, "utf8").replace(/"version": ".*"/, '"version": "0.0.1"'));
    writeFileSync(join(first, "fig11/page.json"), "{");
    expect((await again()).code).to.equal(0);
    expect(htmlOf().match(/Kept from an earlier run: by version [\w.]+/g)).to.deep.equal([
      "Kept from an earlier run: by version 0.0.1",
    ]);
    expect(htmlOf()).to.include('id="fig9"').and.not.include('id="fig11"');
    expect(
      (await runHardhat("evaluate", "--only", "fig9,fig11", "--settings", join(first, "settings.json"), "--out", first))
        .code,
    ).to.equal(0);
    expect(htmlOf()).to.equal(before);
  });

  it("adds no study of other settings to a page, and says so before it runs", async () => {
    const first = path("first");
    const before = readFileSync(join(first, "index.html"), "utf8");
    expect(await runHardhat("evaluate", "--only", "fig10", "--seed", "6", "--out", first)).to.deep.equal({
      code: 1,
      stdout: "",
      stderr: `Error: --out ${first}: has a report of other settings, whose other studies would be lost; name another folder, or run every study\n`,
    });
    expect(readFileSync(join(first, "index.html"), "utf8")).to.equal(before);
  });

  it("begins its page with plain sentences, explains its symbols, and names the version and the seed", () => {
    const html = readFileSync(join(path("first"), "index.html"), "utf8");
    const [summary] = /<h2 id="summary">[^]*?<dl/.exec(html) ?? [""];
    const sentences = [...summary.matchAll(/<p class="lead">([^<]+)<\/p>/g)].map(([, text]) => text!);
    expect(sentences[0]).to.include("fast lane");
    expect(sentences[1]).to.match(/^Of 20 trades of one pair of users, \d+ went through without a check/);
    for (const sentence of sentences) expect(sentence).to.not.match(/\b(R|N|M|T_\w+|Fig\.|equation)\b/);
    const symbols = html.slice(html.indexOf('id="symbols"'), html.indexOf('id="settings"'));
    for (const symbol of ["N", "M", "R", "rho", "n", "n_a", "T_sum", "T_{n+1}", "P_xi", "q", "s"])
      expect(symbols).to.include(`>${symbol}</th>`);
    expect(html).to.include(product.version);
    expect(html.slice(html.indexOf("<footer"))).to.match(/<dd>5</);
  });

  describe("its page", () => {
    let browser: Browser | undefined;
    let url = "";
    before(async function () {
      browser = await launchBrowser(this);
      url = pathToFileURL(join(path("first"), "index.html")).href;
    });
    after(() => browser?.close());

    for (const [colorScheme, width] of [
      ["light", 1100],
      ["dark", 1100],
      ["light", 390],
    ] as const) {
      it(`opens in the ${colorScheme} scheme, ${width} px wide, with every figure in its place`, async () => {
        const page = await (browser as Browser).newPage({ colorScheme, viewport: { width, height: 900 } });
        const faults: string[] = [];
        const requests: string[] = [];
        page.on("console", (message) => faults.push(message.text()));
        page.on("pageerror", (error) => faults.push(error.message));
        page.on("request", (request) => requests.push(request.url()));
        await page.goto(url);
        expect({ faults, requests }).to.deep.equal({ faults: [], requests: [url] });
        const figures = await page.locator("figure svg").all();
        expect(figures).to.have.length(8);
        for (const figure of figures) expect(await figure.isVisible()).to.be.true;
        expect(await page.evaluate<string[]>(misplacedTexts)).to.deep.equal([]);
        expect(await page.evaluate<number>("document.documentElement.scrollWidth")).to.equal(width);
        await page.close();
      });
    }
  });
});
