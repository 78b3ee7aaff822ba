import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { readMeterFiles, readPriceFile } from "../../src/data/files.js";
import { SAMPLE_FILES } from "../../src/data/sample/sample.js";
import { captured } from "../support/captured.js";

describe("hardhat sample", () => {
  let out = "";
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), "wattlane-sample-"));
  });
  afterEach(() => {
    rmSync(out, { recursive: true });
  });
  const run = (args: Record<string, unknown>) => captured(() => hre.tasks.getTask("sample").run(args));

  it("names an option that is out of range, and writes nothing", async () => {
    for (const [option, value, problem] of [
      ["days", "0", "must be a whole number from 1 to 10000"],
      ["households", "many", "must be a whole number from 1 to 100000"],
      ["seed", "-1", "must be a whole number from 0 to 9007199254740991"],
      ["days", "10000", "makes a file of 19200000 rows, at most 5000000"],
    ] as const) {
      const err = `Error: --${option} ${value}: ${problem}\n`;
      expect(await run({ out, [option]: value })).to.deep.equal({ out: "", err });
    }
    expect(readdirSync(out)).to.deep.equal([]);
  });

  it("does not put another sample in the shipped one's place", async () => {
    const { err } = await run({ roofs: "3" });
    expect(err).to.equal("Error: --roofs 3: needs --out, since the shipped sample has 20\n");
  });

  it("writes files that the readers read, and finds them fresh", async () => {
    const shape = { out, days: "2", households: "3", roofs: "1", seed: "9" };
    expect(await run(shape)).to.deep.equal({ out: `${out}: sample of seed 9 written\n`, err: "" });
    const consumption = readMeterFiles(join(out, SAMPLE_FILES.consumption));
    expect(consumption.rows.map(({ values }) => values.length)).to.deep.equal([96, 96, 96]);
    expect(readMeterFiles(join(out, SAMPLE_FILES.generation)).rows).to.have.length(1);
    expect(readPriceFile(join(out, SAMPLE_FILES.prices)).rows[0]?.values).to.have.length(96);
    expect(await run({ ...shape, check: true })).to.deep.equal({ out: `${out}: sample of seed 9 is fresh\n`, err: "" });
  });

  it("finds a file that was changed or is not there", async () => {
    const shape = { out, seed: "9" };
    const missing = join(out, SAMPLE_FILES.consumption);
    expect((await run({ ...shape, check: true })).err).to.equal(`Error: ${missing} is missing\n`);
    await run(shape);
    const changed = join(out, SAMPLE_FILES.prices);
    appendFileSync(changed, "\n");
    expect((await run({ ...shape, check: true })).err).to.equal(`Error: ${changed} is not what seed 9 gives\n`);
  });

  it("finds the shipped sample fresh", async () => {
    expect((await run({ check: true })).err).to.equal("");
  });
});
