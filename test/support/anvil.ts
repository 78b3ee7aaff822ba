import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { JsonRpcProvider, Wallet } from "ethers";

import { keyOf, type LocalNode } from "./node.js";

export interface AnvilOptions {
  /** When blocks are mined: with each transaction (the default), only when asked for, or every so many seconds (0.5 goes). */
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
  let running = await launch(options, 0);
  const { port } = running;
  const url = `http://127.0.0.1:${port}`;
  const provider = new JsonRpcProvider(url, undefined, {
    batchMaxCount: 1,
    cacheTimeout: -1,
    pollingInterval: 20,
    staticNetwork: true,
  });
  const request = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
    provider.send(method, [...params]);
  const end = async (signal: NodeJS.Signals) => {
    if (running.child.exitCode === null && running.child.signalCode === null) {
      running.child.kill(signal);
      await running.exited;
    }
  };
  await request("anvil_setLoggingEnabled", [false]);
  return {
    url,
    port,
    provider,
    request,
    account: (index) => new Wallet(keyOf(index), provider),
    kill: () => end("SIGKILL"),
    async restart() {
      await end("SIGTERM");
      running = await launch(options, port);
      await request("anvil_setLoggingEnabled", [false]);
    },
    async stop() {
      provider.destroy();
      await end("SIGTERM");
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  readonly port: number;
}

/** @param port - 0 for any that is free */
async function launch(options: AnvilOptions, port: number): Promise<Launched> {
  const child = spawn(binary(), [...argumentsOf(options), "--port", String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const listening = new Promise<number>((resolve, reject) => {
    // Reading goes on after the line: a pipe that nobody empties would stop the node.
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, found] = /^Listening on 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    void exited.then(() => {
      reject(new Error(`anvil ended before it listened: ${complaint.trim()}`));
    }, reject);
  });
  return { child, exited, port: await listening };
}

function argumentsOf(options: AnvilOptions): string[] {
  const { mining = "automine", accounts = 10, chainId = 31_337, startsAt, stateFile, keepEverySeconds } = options;
  const args = ["--host", "127.0.0.1", "--accounts", String(accounts), "--chain-id", String(chainId)];
  if (mining === "on demand") args.push("--no-mining");
  else if (mining !== "automine") args.push("--block-time", String(mining.everySeconds));
  if (startsAt !== undefined) args.push("--timestamp", String(startsAt));
  if (stateFile !== undefined) args.push("--state", stateFile, "--preserve-historical-states");
  if (keepEverySeconds !== undefined) args.push("--state-interval", String(keepEverySeconds));
  return [...args, ...(options.args ?? [])];
}

/** The binary itself, not npm's launcher, so that ending the process ends the node. */
function binary(): string {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const suffix = process.platform === "win32" ? ".exe" : "";
  const file = `@foundry-rs/anvil-${process.platform}-${architecture}/bin/anvil${suffix}`;
  return createRequire(createRequire(import.meta.url).resolve("@foundry-rs/anvil/package.json")).resolve(file);
}
