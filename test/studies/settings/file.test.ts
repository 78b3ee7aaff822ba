import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { effectiveSettings, settingsFile } from "../../../scripts/studies/settings/file.js";
import { DEFAULT_SETTINGS } from "../../../scripts/studies/settings/settings.js";
import { refusal } from "../../support/refusal.js";

describe("effectiveSettings", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-settings-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const written = (content: string) => {
    const file = join(folder, "own.json");
    writeFileSync(file, content);
    return file;
  };

  it("take a file that begins with a byte order mark", () => {
    expect(effectiveSettings({ file: written('\ufeff{ "seed": 7 }') }).seed).to.equal(7);
  });

  describe("refuses", () => {
    for (const [content, message] of [
      ['{ "market": { "capEnergyKWh": 0 } }', "market.capEnergyKWh = 0: must be >= 1"],
      ['{ "market": { "capEnergyKWh": "10000" } }', 'market.capEnergyKWh = "10000": must be integer'],
      ['{ "market": { "rho": 1 } }', "market.rho = 1: must be <= 0.999"],
      ['{ "time": { "nodes": 1.5 } }', "time.nodes = 1.5: must be integer"],
      ['{ "time": { "nodes": null } }', "time.nodes = null: must be integer"],
      ['{ "seed": -1 }', "seed = -1: must be >= 0"],
      ['{ "sources": { "days": 0 } }', "sources.days = 0: must be >= 1"],
      ['{ "market": 7 }', "market = 7: must be object"],
      ["[]", "the whole = []: must be object"],
    ] as const) {
      it(`a file of ${content}`, () => {
        const file = written(content);
        expect(refusal(() => effectiveSettings({ file }))).to.equal(`${file}: ${message}`);
      });
    }

    it("a key that there is not, naming those that there are", () => {
      const file = written('{ "market": { "N": 20 } }');
      expect(refusal(() => effectiveSettings({ file }))).to.match(
        /own\.json: market\.N: there is no such setting; there are capTrades, capEnergyKWh, /,
      );
      expect(refusal(() => effectiveSettings({ list: "markets.capTrades=3" }))).to.match(
        /^--set: markets: there is no such setting; there are seed, /,
      );
    });

    it("a file that is not there or is not JSON", () => {
      const missing = join(folder, "nowhere.json");
      expect(refusal(() => effectiveSettings({ file: missing }))).to.equal(
        `--settings ${missing}: there is no such file`,
      );
      const file = written('{ "market": { "rho": NaN } }');
      expect(refusal(() => effectiveSettings({ file }))).to.match(/own\.json: is not JSON: .*NaN/);
      expect(refusal(() => effectiveSettings({ file }))).not.to.include("\n");
    });

    it("what is no assignment, and values that are no numbers", () => {
      expect(refusal(() => effectiveSettings({ list: "time.nodes" }))).to.equal(
        "--set time.nodes: must be group.name=value",
      );
      expect(refusal(() => effectiveSettings({ list: "a.b.c=1" }))).to.equal("--set a.b.c=1: must be group.name=value");
      expect(refusal(() => effectiveSettings({ list: "market.capEnergyKWh=NaN" }))).to.equal(
        '--set: market.capEnergyKWh = "NaN": must be integer',
      );
    });
  });

  it("are the defaults without anything", () => {
    expect(effectiveSettings({})).to.deep.equal(DEFAULT_SETTINGS);
  });

  it("take what is given from the file, the rest from the defaults", () => {
    const file = written('{ "seed": 7, "time": { "nodes": 500, "authorities": 20 } }');
    const { time, ...rest } = DEFAULT_SETTINGS;
    expect(effectiveSettings({ file })).to.deep.equal({
      ...rest,
      seed: 7,
      time: { ...time, nodes: 500, authorities: 20 },
    });
  });

  it("let a list win over the file", () => {
    const file = written('{ "time": { "nodes": 500, "blockMB": 2 } }');
    const { time, seed, sources } = effectiveSettings({
      file,
      list: "time.nodes=600, seed=9,sources.prices=p.csv,sources.days=1e1",
    });
    expect([time.nodes, time.blockMB, seed, sources.prices, sources.days]).to.deep.equal([600, 2, 9, "p.csv", 10]);
  });

  it("read back what a report's folder holds", () => {
    const given = effectiveSettings({ list: "time.nodes=600,market.rho=0.25,seed=9" });
    expect(effectiveSettings({ file: written(settingsFile(given)) })).to.deep.equal(given);
  });
});
