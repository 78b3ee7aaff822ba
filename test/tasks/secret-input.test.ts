import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

import { expect } from "chai";

import { startAnvil, type Anvil } from "../support/anvil.js";
import { runHardhatTold, startHardhat } from "../support/hardhat.js";

/** By these Hardhat knows that nobody is there to ask. */
const NOT_A_PERSON = [
  ...["HH_TEST", "CI", "CONTINUOUS_INTEGRATION", "BUILD_NUMBER", "RUN_ID"],
  ...["GITHUB_ACTIONS", "NOW", "DEPLOYMENT_ID", "CODEBUILD_BUILD_NUMBER"],
];
const PASSWORD = "a password";

describe("keys from Hardhat's keystore", function () {
  this.timeout(120_000);
  let anvil: Anvil;
  let folder: string;
  let record: string | undefined;
  before(async () => {
    anvil = await startAnvil();
    folder = mkdtempSync(join(tmpdir(), "wattlane-keystore-"));
    const key = anvil.account(0).privateKey;
    const { code } = await hardhat(`${PASSWORD}\n${PASSWORD}\n${key}\n`, "keystore", "set", "WATTLANE_PRIVATE_KEY");
    expect(code).to.equal(0);
  });
  after(async () => {
    await anvil.stop();
    rmSync(folder, { recursive: true });
    if (record !== undefined) rmSync(dirname(record), { recursive: true });
  });

  /** A home of its own, with a keystore of its own, which Hardhat takes neither in its own tests nor on a CI. */
  const environment = () => {
    const person = Object.fromEntries(NOT_A_PERSON.map((name) => [name, undefined]));
    return { ...person, HOME: folder, XDG_CONFIG_HOME: folder, WATTLANE_RPC_URL: anvil.url };
  };
  const hardhat = (input: string, ...args: string[]) => runHardhatTold(input, environment(), ...args);

  it("sign once standard input gives the password; standard output is the result alone", async () => {
    const parameters = join(folder, "parameters.json");
    writeFileSync(parameters, JSON.stringify({ $global: { authorities: [anvil.account(0).address] } }));
    const command = ["market", "deploy", "--network", "live", "--parameters", parameters, "--json"];
    const { code, stdout, stderr } = await hardhat(`${PASSWORD}\n`, ...command);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "[hardhat-keystore] Enter the password: \n" });
    const told = JSON.parse(stdout) as { market: string; record: string };
    record = told.record;
    expect(await anvil.provider.getCode(told.market)).to.have.length.above(2);
  });

  it("run a daemon, whose standard output is its log alone", async () => {
    const where = ["--network", "live", "--record", record!, "--data", join(folder, "data")];
    const daemon = startHardhat(environment(), "authority", "run", "--port", "0", ...where);
    const ended = once(daemon, "close") as Promise<[number, null]>;
    daemon.stdin.write(`${PASSWORD}\n`);
    const messages: string[] = [];
    for await (const line of createInterface({ input: daemon.stdout })) {
      const { msg, authority } = JSON.parse(line) as { msg: string; authority?: string };
      messages.push(msg);
      if (msg !== "authority") continue;
      expect(authority).to.equal(anvil.account(0).address);
      daemon.kill("SIGTERM");
    }
    expect(messages).to.include.members(["listening", "authority", "stopped"]);
    expect(await ended).to.deep.equal([0, null]);
  });

  for (const [name, input, ends, problem] of [
    ["with another password", "another one\n", 3, "--network live: Invalid password or corrupted keystore file."],
    ["without one", "", 1, "[hardhat-keystore] Enter the password: standard input ended before the secret"],
  ] as const) {
    it(`are unavailable ${name}, reported in one line`, async () => {
      const { code, stdout, stderr } = await hardhat(input, "market", "register", "--network", "live");
      expect({ code, stdout }).to.deep.equal({ code: ends, stdout: "" });
      expect(stderr.split("\n").slice(1)).to.deep.equal([`Error: ${problem}`, ""]);
    });
  }
});
