import "./scripts/require-install.mjs";

import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";

import { buildPlugin } from "./tasks/build-plugin.js";
import { commandLinePlugin } from "./tasks/command-line/plugin.js";
import { tasks } from "./tasks/index.js";
import { meterKeysPlugin } from "./tasks/meter/plugin.js";
import { secretInputPlugin } from "./tasks/secret-input.js";
import { developerTasks } from "./test/tasks.js";

const solc = {
  version: "0.8.37",
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: {
    evmVersion: "cancun",
    // Saves 3,300 gas on a fast-lane acceptance.
    viaIR: true,
    optimizer: { enabled: true, runs: 800 },
  },
};

// A compiler of its own, beside the one of the rest: the markets are most of the work, and each takes one core.
const apart = { "contracts/TraditionalMarket.sol": solc };

// Tests of whole markets run the markets' own artifacts; how they are compiled themselves only costs time: 3 s, not 30.
const overrides = Object.fromEntries(
  globSync("test/solidity/{invariants,tokens}/*.t.sol", { cwd: import.meta.dirname }).map((file) => [
    file,
    { ...solc, settings: { evmVersion: solc.settings.evmVersion } },
  ]),
);

export default defineConfig({
  plugins: [toolbox, commandLinePlugin, buildPlugin, meterKeysPlugin, secretInputPlugin],
  tasks: [...tasks, ...developerTasks],
  // `ignition deploy` builds the production profile: one constant, so that the tested code is the deployed code.
  solidity: {
    profiles: {
      default: { compilers: [solc], overrides: { ...apart, ...overrides } },
      production: { compilers: [solc], overrides: apart },
    },
  },
  typechain: { outDir: "typechain-types" },
  meterKeys: configVariable("WATTLANE_METER_KEYS"),
  networks: {
    localhost: { type: "http", chainType: "l1", url: process.env.WATTLANE_LOCALHOST_URL ?? "http://127.0.0.1:8545" },
    // For the simulations, which start nodes of their own for it: see docs/evaluation.md.
    anvil: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
    live: {
      type: "http",
      chainType: "l1",
      url: configVariable("WATTLANE_RPC_URL"),
      accounts: [configVariable("WATTLANE_PRIVATE_KEY")],
    },
  },
  test: {
    mocha: { timeout: 120_000, forbidOnly: true },
    solidity: {
      fuzz: { runs: Number(process.env.WATTLANE_FUZZ_RUNS ?? 10_000), seed: "0x574154544c414e45" },
      invariant: { runs: 50, depth: 100, failOnRevert: true },
    },
  },
});
