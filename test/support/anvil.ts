import { JsonRpcProvider, Wallet } from "ethers";

import { launchAnvil } from "../../scripts/simulation/chains/anvil-process.js";
import { keyOf, type LocalNode } from "./node.js";

export interface AnvilOptions {
  /**
   * When blocks are mined: with each transaction (the default), only when asked for, or every so many seconds (0.5
   * goes).
   */
  readonly mining?: "automine" | "on demand" | { readonly everySeconds: number };
  /** How many accounts have ether; {@link LocalNode.account} has their keys. 10 without it. */
  readonly accounts?: number;
  /** 31337 without it. */
  readonly chainId?: number;
  /** Unix time of the genesis block, s; now without it. From there on the chain's clock keeps the machine's pace. */
  readonly startsAt?: bigint;
  /** Where the chain is kept when the process ends, so that {@link Anvil.restart} goes on with it. */
  readonly stateFile?: string;
  /** With a state file: also keep it every so many seconds, for a process that is killed. */
  readonly keepEverySeconds?: number;
  /** Further options of `anvil`. */
  readonly args?: readonly string[];
}

/** Foundry's node in a process of its own. */
export interface Anvil extends LocalNode {
  readonly port: number;
  request(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Ends it at once, as a power cut would; what the state file holds is all that is left. */
  kill(): Promise<void>;
  /** Ends it unless it has ended, and starts it on the same port: with the state file's chain, or a new one. */
  restart(): Promise<void>;
}

/** Starts it on a free port of the loopback interface; it is ready when it says where it listens. */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const args = argumentsOf(options);
  let running = await launchAnvil(args);
  const { port, url } = running;
  const provider = new JsonRpcProvider(url, undefined, {
    batchMaxCount: 1,
    cacheTimeout: -1,
    pollingInterval: 20,
    staticNetwork: true,
  });
  const request = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
    provider.send(method, [...params]);
  await request("anvil_setLoggingEnabled", [false]);
  return {
    url,
    port,
    provider,
    request,
    account: (index) => new Wallet(keyOf(index), provider),
    kill: () => running.end("SIGKILL"),
    async restart() {
      await running.end("SIGTERM");
      running = await launchAnvil(args, port);
      await request("anvil_setLoggingEnabled", [false]);
    },
    async stop() {
      provider.destroy();
      await running.end("SIGTERM");
    },
  };
}

function argumentsOf(options: AnvilOptions): string[] {
  const { mining = "automine", accounts = 10, chainId = 31_337, startsAt, stateFile, keepEverySeconds } = options;
  const args = ["--accounts", String(accounts), "--chain-id", String(chainId)];
  if (mining === "on demand") args.push("--no-mining");
  else if (mining !== "automine") args.push("--block-time", String(mining.everySeconds));
  if (startsAt !== undefined) args.push("--timestamp", String(startsAt));
  if (stateFile !== undefined) args.push("--state", stateFile, "--preserve-historical-states");
  if (keepEverySeconds !== undefined) args.push("--state-interval", String(keepEverySeconds));
  return [...args, ...(options.args ?? [])];
}
