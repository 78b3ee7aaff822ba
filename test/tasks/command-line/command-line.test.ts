import { execFileSync } from "node:child_process";

import { expect } from "chai";

import { runHardhat, runHardhatIn } from "../../support/hardhat.js";

describe("hardhat's command line", function () {
  this.timeout(60_000);

  for (const [line, code, error] of [
    ["market acept", 2, "there is no command market acept; did you mean accept? (see npx hardhat market --help)"],
    ["market info --network lokalhost", 2, "--network lokalhost: is not in hardhat.config.ts; did you mean localhost?"],
    ["attack --q 2 --z 1", 2, "--q 2: must be a number from 0 to 1"],
    ["evaluate --settings nowhere.json", 1, "--settings nowhere.json: there is no such file"],
    ["evaluate --only fig10 --out package.json", 1, /^cannot write to package.json: [^\n]+$/],
    ["sample --days 9 --out package.json/x", 1, /^cannot write to package.json.x: [^\n]+$/],
    ["bench --out package.json", 1, /^cannot write to package.json: [^\n]+$/],
  ] as const) {
    it(`${line} ends with ${code} and one line`, async () => {
      const run = await runHardhat(...line.split(" "));
      const [, message] = /^Error: ([^\n]+)\n$/.exec(run.stderr) ?? [];
      expect({ code: run.code, stdout: run.stdout }).to.deep.equal({ code, stdout: "" });
      if (typeof error === "string") expect(message).to.equal(error);
      else expect(message).to.match(error);
    });
  }

  it("ends with 3 where no node answers", async () => {
    const dead = { WATTLANE_LOCALHOST_URL: "http://127.0.0.1:1" };
    const { code, stderr } = await runHardhatIn(dead, ..."market info --network localhost".split(" "));
    expect(code).to.equal(3);
    expect(stderr).to.match(/^Error: --network localhost: [^\n]+\n$/);
  });

  it("shows the market's commands by role, in colours only where they are wanted", async () => {
    const { code, stdout } = await runHardhat("market", "--help");
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^Everybody\n\n {2}deploy /m)
      .and.to.match(/^A user\n\n {2}register /m);
    expect(stdout).to.match(/^The operator and the bank\n\n {2}mint /m);
    const forced = await runHardhatIn({ FORCE_COLOR: "1", NO_COLOR: undefined }, "market", "acept");
    expect(forced.stderr).to.match(/^\u001b\[31m\u001b\[1mError:\u001b\[\d+m\u001b\[\d+m there is no command/);
  });

  it("has a version of its own", async () => {
    const { stdout } = await runHardhat("market", "version", "--json");
    expect(JSON.parse(stdout)).to.include({ version: "0.2.0", contracts: "1", solc: "0.8.37" });
  });

  it("is completed in bash: commands, their commands, and options", async () => {
    const { code, stdout: script } = await runHardhat("completion", "bash");
    expect(code).to.equal(0);
    const complete = (line: string) => {
      const words = line.split(" ");
      const call = words[0] === "npx" ? "_wattlane_npx" : "_wattlane";
      const run = `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); ${call}; echo "\${COMPREPLY[*]}"`;
      return execFileSync("bash", ["-c", run, "bash", ...words], { encoding: "utf8" }).trim();
    };
    expect(complete("hardhat mar")).to.equal("market");
    expect(complete("npx hardhat market de")).to.equal("declare decline deploy deposit");
    expect(complete("hardhat market authorities ")).to.equal("add remove");
    expect(complete("hardhat market --network live accept 0x123456 --en")).to.equal("--energy");
    expect(complete("npx cowsay mar")).to.equal("");
  });

  for (const shell of ["zsh", "fish"]) {
    it(`is completed in ${shell} by a script that has every command`, async () => {
      const { code, stdout } = await runHardhat("completion", shell);
      expect(code).to.equal(0);
      for (const word of ["market", "accept", "set-meter", "dry-run"]) expect(stdout).to.contain(word);
    });
  }
});
