import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { runHardhat } from "../support/hardhat.js";
import { expectNear } from "../support/near.js";

describe("hardhat bench", () => {
  it("measures every part in a process of its own and writes what it prints", async () => {
    const out = mkdtempSync(join(tmpdir(), "wattlane-"));
    try {
      const sizes = ["--runs", "1", "--races", "20000", "--nodes", "300,600", "--chain", "no"];
      const { code, stdout } = await runHardhat("bench", ...sizes, "--out", out, "--json");
      expect(code).to.equal(0);
      const { rows } = JSON.parse(stdout) as { rows: { what: string; median: number; peakMB: number | null }[] };
      expect(rows.map(({ what }) => what)).to.deep.equal([
        "attack grid, Poisson law",
        "attack grid, exact law",
        "20000 races on two threads",
        "broadcast, 300 nodes, a block",
        "broadcast, 600 nodes, a block",
        "broadcast, growth exponent",
        "broadcast, cost a node and block, 600 : 300 nodes",
      ]);
      const [few = NaN, many = NaN, , ratio = NaN] = rows.slice(3).map(({ median }) => median);
      expectNear(ratio, many / 600 / (few / 300));
      for (const { median, peakMB } of rows.slice(0, 5)) {
        expect(median).to.be.above(0);
        expect(peakMB).to.be.above(0);
      }
      const written = JSON.parse(readFileSync(join(out, "bench.json"), "utf8")) as { rows: unknown; gas: unknown };
      expect(written.rows).to.deep.equal(rows);
      expect(written.gas).to.have.property("improved");
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  it("refuses a single number of nodes, whose growth nobody can tell", async () => {
    const { code, stderr } = await runHardhat("bench", "--nodes", "300");
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr: "Error: --nodes 300: growth needs two numbers at least\n",
    });
  });
});
