import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { seededWallet } from "../../support/keys.js";
import { runHardhatIn } from "../../support/hardhat.js";

describe("hardhat authority run, wrongly called", function () {
  this.timeout(120_000);
  const { privateKey } = seededWallet(1, "authority");
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const authority = (...args: string[]) =>
    runHardhatIn(
      { WATTLANE_RPC_URL: "http://127.0.0.1:1", WATTLANE_PRIVATE_KEY: privateKey },
      ...["authority", "run", "--data", join(folder, "data"), ...args],
    );

  const faults: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "a peer that is no URL",
      ["--network", "live", "--peers", "http://127.0.0.1:1,ftp://x"],
      /^Error: --peers ftp:\/\/x: /,
    ],
    [
      "a wait that is no number",
      ["--network", "live", "--step-in", "soon"],
      /^Error: --step-in soon: must be a whole number/,
    ],
    ["no network", [], /^Error: --network is missing: /],
    [
      "a network without keys",
      ["--network", "localhost"],
      /^Error: --network localhost: no key at hand.*WATTLANE_PRIVATE_KEY/,
    ],
  ];
  for (const [what, args, message] of faults) {
    it(`says in one line what is wrong: ${what}`, async () => {
      const { code, stdout, stderr } = await authority(...args);
      expect(stdout).to.equal("");
      expect(code).to.be.oneOf([1, 2]);
      expect(stderr)
        .to.match(message)
        .and.to.match(/^[^\n]+\n$/);
      expect(stderr).to.not.contain(privateKey.slice(2));
    });
  }
});
