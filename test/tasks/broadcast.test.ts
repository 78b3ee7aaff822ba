import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { runHardhat } from "../support/hardhat.js";

async function run(args: string) {
  return await runHardhat("broadcast", ...args.split(" "));
}

describe("hardhat broadcast", () => {
  for (const [args, message] of [
    ["--nodes 0", "--nodes 0: must be a whole number from 1 to 1000000"],
    ["--nodes -3", "--nodes -3: must be a whole number from 1 to 1000000"],
    ["--nodes NaN", "--nodes NaN: must be a whole number from 1 to 1000000"],
    ["--nodes 2.5", "--nodes 2.5: must be a whole number from 1 to 1000000"],
    ["--topology star", "--topology star: must be unicast or gossip"],
    ["--mode shout", "--mode shout: must be announce or push"],
    ["--degree 1", "--degree 1: must be a whole number from 2 to 100"],
    ["--blocks 0", "--blocks 0: must be a whole number from 1 to 1000000"],
    ["--latency -1", "--latency -1: must be a number from 0 to 1000000"],
    ["--bandwidth 0", "--bandwidth 0: must be a number from 0.000001 to 1000000000"],
    ["--block-size Infinity", "--block-size Infinity: must be a number from 0.000001 to 1000000"],
    ["--seed x", "--seed x: must be a whole number from 0 to 9007199254740991"],
    ["--regions no-such.json", "no-such.json: there is no such file"],
    ["--regions r.json --latency 1", "--latency 1: the file of --regions has the latencies"],
  ] as const) {
    it(`refuses ${args} in one line`, async () => {
      expect(await run(`--json ${args}`)).to.deep.equal({
        code: message.startsWith("--") ? 2 : 1,
        stdout: "",
        stderr: `Error: ${message}\n`,
      });
    });
  }

  it("prints one JSON document, the same for the same seed", async () => {
    const [first, second] = await Promise.all([run("--nodes 500 --seed 7 --json"), run("--nodes 500 --seed 7 --json")]);
    expect(second).to.deep.equal(first);
    expect(first).to.include({ code: 0, stderr: "" });
    const answer = JSON.parse(first.stdout) as Record<string, unknown>;
    expect(answer).to.include({ nodes: 500, topology: "gossip", mode: "announce", blocks: 10, seed: 7 });
    expect(answer["arrivalSeconds"]).to.have.all.keys("50", "90", "99", "100");
    for (const key of ["events", "messages", "bytes"]) expect(answer[key]).to.be.a("number").greaterThan(0);
  });

  it("gives equation (6) by unicast without latency", async () => {
    const { stdout } = await run("--nodes 9000 --topology unicast --latency 0 --blocks 1 --json");
    expect(JSON.parse(stdout)).to.deep.include({
      arrivalSeconds: { "50": 45, "90": 81, "99": 89.1, "100": 90 },
      messages: 9000,
      bytes: 9e9,
      equations: { broadcastSeconds: 90, neighbourSeconds: 90.01 },
    });
  });

  it("takes regions from a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wattlane-"));
    try {
      const file = join(folder, "regions.json");
      await writeFile(file, '{ "regions": [{ "name": "all", "share": 1 }], "latencySeconds": [[2]] }');
      const { stdout } = await run(`--nodes 10 --topology unicast --blocks 1 --regions ${file} --json`);
      expect((JSON.parse(stdout) as { arrivalSeconds: unknown }).arrivalSeconds).to.deep.include({
        "50": 2.05,
        "100": 2.1,
      });
      await writeFile(file, "{}");
      const { code, stdout: nothing, stderr } = await run(`--regions ${file}`);
      expect([code, nothing, stderr]).to.deep.equal([1, "", `Error: ${file}: regions: is missing\n`]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("tells people how it was sent, when it arrived, the paper's equations and the seed", async () => {
    const { code, stdout } = await run("--nodes 9000 --blocks 1 --block-size 2 --mode push --degree 6 --seed 3");
    expect(code).to.equal(0);
    for (const part of [
      /^1 block of 2 MB to 9,000 nodes: gossip, pushed, 6 peers a node$/m,
      /^ +100 % +\d\.\d{3}$/m,
      /assumed: latency 0\.05 s.* Seed 3\.$/m,
      /T_r2 = 180 s, equation \(6\); T_{n\+1} = 180\.02 s, equation \(9\)/,
    ]) {
      expect(stdout).to.match(part);
    }
  });
});
