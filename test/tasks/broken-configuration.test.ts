import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { overrideTask } from "hardhat/config";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import config from "../../hardhat.config.js";
import { tasks } from "../../tasks/index.js";
import { type Anvil, startAnvil } from "../support/anvil.js";
import { captured } from "../support/captured.js";
import { keyOf } from "../support/node.js";

/** What a configuration may be, and what of it the one line must name. */
interface Broken {
  readonly what: string;
  readonly url?: string;
  readonly key?: string;
  readonly chainId?: number;
  readonly line: RegExp;
}

const WORDS = "test test test test test test test test test test test junk";
const URL_LINE = /^--network live: WATTLANE_RPC_URL: the node's URL/;
const KEY_LINE = /^--network live: WATTLANE_PRIVATE_KEY is not a private key of 32 bytes in hex/;

const BROKEN: readonly Broken[] = [
  ...[
    "wss://127.0.0.1:1/v3/SECRET",
    "ftp://127.0.0.1",
    "127.0.0.1:8545",
    "SECRET",
    "",
    ",",
    "http://",
    "http://a:99999",
  ].map((url) => ({ what: `the URL "${url}"`, url, line: URL_LINE })),
  { what: "a second URL that is none", url: "http://127.0.0.1:8545,SECRET", line: URL_LINE },
  { what: "a password with a bare %", url: "http://me:%zz@127.0.0.1:1", line: URL_LINE },
  { what: "a URL where nobody listens", url: "http://127.0.0.1:1", line: /^--network live: the node does not answer/ },
  { what: "a key that is too short", key: "0x1234", line: KEY_LINE },
  { what: "a key that is too long", key: `0x${"11".repeat(33)}`, line: KEY_LINE },
  { what: "a key of zeros", key: `0x${"00".repeat(32)}`, line: KEY_LINE },
  { what: "a key beyond the curve's order", key: `0x${"ff".repeat(32)}`, line: KEY_LINE },
  { what: "a key that is no hex", key: "SECRET", line: KEY_LINE },
  { what: "an empty key", key: "", line: KEY_LINE },
  { what: "twelve words", key: WORDS, line: /but a phrase of 12 words: give the key of one of its accounts$/ },
  {
    what: "another chain's id",
    chainId: 5,
    line: /^--network live: its chainId is 5 in hardhat.config.ts, but the node is of chain 31337$/,
  },
];

/** What a command cannot do without, so that it comes to the network. */
const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "market find": { address: `0x${"ab".repeat(20)}` },
};
/** Daemons wait for a node that does not answer, and observers have no key. */
const isOfDaemon = (id: string) => id.endsWith(" run");

describe("a broken configuration", function () {
  this.timeout(120_000);
  let anvil: Anvil;
  let folder: string;
  const commands = tasks
    .map(({ id }) => (typeof id === "string" ? [id] : [...id]))
    .filter((id) => id.length > 1 && ["market", "authority", "meter", "observer"].includes(id[0] ?? ""))
    .map((id) => id.join(" "))
    // They need no network.
    .filter((id) => !["market version", "market completion", "meter allow"].includes(id));

  before(async () => {
    anvil = await startAnvil();
    folder = mkdtempSync(join(tmpdir(), "wattlane-broken-"));
    process.env["WATTLANE_METER_KEYS"] = `house=${keyOf(4)}`;
  });
  after(async () => {
    Reflect.deleteProperty(process.env, "WATTLANE_METER_KEYS");
    rmSync(folder, { recursive: true });
    await anvil.stop();
  });

  /** The project's own environment with `--network live`, its variables set to these. */
  async function environment({ url, key, chainId }: Omit<Broken, "what" | "line">): Promise<HardhatRuntimeEnvironment> {
    process.env["WATTLANE_RPC_URL"] = url ?? anvil.url;
    process.env["WATTLANE_PRIVATE_KEY"] = key ?? keyOf(0);
    const built = overrideTask("build")
      .setInlineAction(() => undefined)
      .build();
    const live = { ...config.networks!["live"]!, ...(chainId === undefined ? {} : { chainId }) };
    return createHardhatRuntimeEnvironment(
      {
        ...config,
        tasks: [...(config.tasks ?? []), built],
        paths: { ...config.paths, ignition: folder },
        networks: { ...config.networks, live },
      },
      { network: "live" },
    );
  }

  async function lineOf(hre: HardhatRuntimeEnvironment, command: string): Promise<string> {
    const { out, err } = await captured(async () => {
      const task = hre.tasks.getTask(command.split(" "));
      const data = task.options.has("data") ? { data: folder } : {};
      await task.run({ ...data, ...ARGUMENTS[command] });
    });
    expect(out, command).to.equal("");
    expect(err, command).to.match(/^Error: [^\n]+\n$/);
    expect(err, command).not.to.match(/SECRET|unexpected|test junk|HHE/);
    return err.slice("Error: ".length, -1);
  }

  for (const { what, line, ...broken } of BROKEN) {
    it(`is one line of every command: ${what}`, async () => {
      const hre = await environment(broken);
      let told = 0;
      for (const command of commands) {
        if (isOfDaemon(command) && (broken.url === "http://127.0.0.1:1" || broken.chainId !== undefined)) continue;
        if (command === "observer run" && broken.key !== undefined) continue;
        const text = await lineOf(hre, command);
        // Others miss an option before they look at the network.
        if (line.test(text)) told++;
      }
      expect(told).to.be.greaterThan(isOfDaemon(what) ? 0 : 5);
    });
  }

  it("that lacks a variable is one line, which names it", async () => {
    for (const [variable, other] of [
      ["WATTLANE_RPC_URL", "WATTLANE_PRIVATE_KEY"],
      ["WATTLANE_PRIVATE_KEY", "WATTLANE_RPC_URL"],
    ] as const) {
      const hre = await environment({});
      const kept = process.env[other];
      Reflect.deleteProperty(process.env, variable);
      for (const command of ["market status", "market deploy", "authority run"]) {
        expect(await lineOf(hre, command))
          .to.include("--network live: ")
          .and.to.include(variable);
      }
      expect(process.env[other]).to.equal(kept);
    }
  });

  it("whose record is broken is one line of every command that takes one", async () => {
    const hre = await environment({});
    const record = join(folder, "record.json");
    for (const text of [
      "",
      "{",
      "[]",
      "null",
      '{"kind":"improved"}',
      "\u0000\u0001",
      `{"kind":"improved","chainId":"1"}`,
    ]) {
      writeFileSync(record, text);
      for (const command of ["market status", "market offers", "market info", "market history"]) {
        const { err } = await captured(async () => {
          await hre.tasks.getTask(command.split(" ")).run({ record });
        });
        expect(err, `${command} ${text}`).to.match(/^Error: --record [^\n]+record\.json: [^\n]+\n$/);
      }
    }
  });
});
