import { rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { runHardhat } from "../support/hardhat.js";

describe("building the contracts before a command", () => {
  it("is done by one of several processes that start together, and by none when nothing changed", async () => {
    rmSync(join(hre.config.paths.cache, "built"), { force: true });
    const runs = await Promise.all([1, 2, 3].map(() => runHardhat("observer", "history", "--data", "nowhere")));
    const written = () => statSync(join(hre.config.paths.cache, "compile-cache.json")).mtimeMs;
    const before = written();
    runs.push(await runHardhat("observer", "history", "--data", "nowhere"));
    expect(written(), "nothing is built again").to.equal(before);
    for (const { code, stderr } of runs) {
      expect(stderr).to.equal(
        `Error: ${join("nowhere", "record.db")}: there is no index; hardhat observer run makes one\n`,
      );
      expect(code).to.equal(1);
    }
  });
});
