import { expect } from "chai";
import hre from "hardhat";
import type { ResolvedConfigurationVariable } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { seededWallet } from "../../support/keys.js";
import { daemonNetwork, keyAtHand } from "../../../tasks/daemon/network.js";
import { rejection } from "../../support/refusal.js";

/** The project's own environment, as `--network` would have it. */
function environment(network: string | undefined): HardhatRuntimeEnvironment {
  return { config: hre.config, globalOptions: { ...hre.globalOptions, network } } as HardhatRuntimeEnvironment;
}

describe("the network of a daemon", () => {
  const wallet = seededWallet(1, "daemon");
  const variables = ["WATTLANE_RPC_URL", "WATTLANE_PRIVATE_KEY"] as const;
  const given = variables.map((name) => process.env[name]);
  before(() => {
    process.env["WATTLANE_RPC_URL"] = "http://127.0.0.1:8545";
    process.env["WATTLANE_PRIVATE_KEY"] = wallet.privateKey;
  });
  after(() => {
    for (const [i, name] of variables.entries()) {
      if (given[i] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = given[i];
    }
  });

  it("has the URL and the key of the configuration", async () => {
    const network = await daemonNetwork(environment("live"));
    expect(network.urls).to.deep.equal(["http://127.0.0.1:8545"]);
    expect((await keyAtHand(network)).address).to.equal(wallet.address);
  });

  it("must be named, known and a node's", async () => {
    expect(await rejection(() => daemonNetwork(environment(undefined)))).to.contain("--network is missing");
    expect(await rejection(() => daemonNetwork(environment("mars")))).to.equal(
      "--network mars: not in hardhat.config.ts",
    );
    expect(await rejection(() => daemonNetwork(environment("default")))).to.contain("the built-in chain ends");
  });

  it("says what to set where the node holds the accounts", async () => {
    const network = await daemonNetwork(environment("localhost"));
    const message = await rejection(() => keyAtHand(network));
    expect(message).to.contain("no key at hand").and.to.contain("WATTLANE_PRIVATE_KEY");
  });

  it("refuses what is no key without telling it", async () => {
    const mistyped = wallet.privateKey.slice(0, -1);
    const network = await daemonNetwork(environment("live"));
    const [account] = network.config.accounts as ResolvedConfigurationVariable[];
    // A configuration variable is read once a process: this one reads another.
    const accounts = [{ ...account!, get: () => Promise.resolve(mistyped) }];
    const message = await rejection(() => keyAtHand({ ...network, config: { ...network.config, accounts } }));
    expect(message).to.equal("--network live: WATTLANE_PRIVATE_KEY is not a private key of 32 bytes in hex");
  });
});
