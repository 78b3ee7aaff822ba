import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { overrideTask } from "hardhat/config";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { ConfigurationVariable } from "hardhat/types/config";

import type { MarketKind } from "../../src/market/market-kind.js";
import config from "../../hardhat.config.js";
import { captured } from "./captured.js";

/** What a command came to: as {@link Run}, but in this process. */
interface CommandRun {
  readonly code: 0 | 1;
  readonly stdout: string;
  readonly stderr: string;
}

/** The commands of `hardhat market` against one node, run in this process: a process for each would take seconds. */
export interface MarketCli {
  /** Where the deployments' records and the commands' files go. */
  readonly folder: string;
  /** Runs a command with its arguments by the names of its declaration. */
  run(command: string, args?: Readonly<Record<string, unknown>>): Promise<CommandRun>;
  /** Runs a command with `--json`. @returns its document @throws Error when it fails, or prints anything else */
  json(command: string, args?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** The one line with which a command refuses. @throws Error when it does not */
  refusal(command: string, args?: Readonly<Record<string, unknown>>): Promise<string>;
  close(): void;
}

/** @param keys - of the accounts; without them those that the node keeps */
export async function openMarketCli(url: string, keys?: (string | ConfigurationVariable)[]): Promise<MarketCli> {
  const folder = mkdtempSync(join(tmpdir(), "wattlane-market-"));
  const accounts = keys === undefined ? {} : { accounts: keys };
  const node = { type: "http", chainType: "l1", url, ...accounts } as const;
  const paths = { ...config.paths, ignition: folder };
  // The test that runs has built what there is to build; looking again takes longer than most commands.
  const built = overrideTask("build")
    .setInlineAction(() => undefined)
    .build();
  const tasks = [...(config.tasks ?? []), built];
  const hre = await createHardhatRuntimeEnvironment(
    { ...config, tasks, paths, networks: { ...config.networks, localhost: node } },
    { network: "localhost" },
  );

  const run: MarketCli["run"] = async (command, args = {}) => {
    const task = hre.tasks.getTask(["market", ...command.split(" ")]);
    let result: unknown;
    const { out, err } = await captured(async () => {
      result = await task.run(args);
    });
    return { code: result === undefined ? 0 : 1, stdout: out, stderr: err };
  };
  return {
    folder,
    run,
    async json(command, args = {}) {
      const { code, stdout, stderr } = await run(command, { ...args, json: true });
      if (code !== 0 || !/^(Sent transaction 0x[^\n]*\n)?$/.test(stderr))
        throw new Error(`market ${command}: ${stderr}`);
      return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
    },
    async refusal(command, args = {}) {
      const { code, stdout, stderr } = await run(command, args);
      const [, message] = /^Error: ([^\n]+)\n$/.exec(stderr) ?? [];
      if (code !== 1 || stdout !== "" || message === undefined) {
        throw new Error(`market ${command} did not refuse in one line: ${stdout}${stderr}`);
      }
      return message;
    },
    close() {
      rmSync(folder, { recursive: true });
    },
  };
}

/** A deployed market with {@link joinMarket}'s users. */
export async function setUpMarket(cli: MarketCli, kind: MarketKind = "improved"): Promise<void> {
  await cli.json("deploy", { kind });
  await joinMarket(cli);
}

/**
 * A seller (account 1) and a buyer (account 2, meter 3) on a market that is deployed, each with 1000 tokens paid in.
 */
export async function joinMarket(cli: MarketCli): Promise<void> {
  for (const account of ["1", "2"]) {
    await cli.json("register", { account });
    await cli.json("mint", { to: account, amount: "1500" });
    await cli.json("deposit", { account, amount: "1000" });
  }
  await cli.json("set-meter", { user: "2", meter: "3" });
}

/** Options of an offer whose delivery is the half-hour that begins in so many hours. @param now - Unix time, s */
export function periodOptions(now: bigint, hours: number): { from: string; to: string } {
  const from = (Number(now) + hours * 3600) * 1000;
  const iso = (time: number) => new Date(time).toISOString().replace(/\.\d+Z/, "Z");
  return { from: iso(from), to: iso(from + 1_800_000) };
}
