import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import process from "node:process";
import { createInterface } from "node:readline";

import { UserError } from "../../../src/model/errors.js";

/** Foundry's node in a process of its own, on the loopback interface. */
interface AnvilProcess {
  readonly port: number;
  readonly url: string;
  /** Ends it, unless it has ended. `SIGKILL` ends it at once, as a power cut would. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Starts the anvil that is installed with this package, and waits until it listens. It ends with this process at the
 * latest.
 *
 * @param args - options of `anvil`, but those for host and port
 * @param port - 0 for any that is free
 * @throws UserError when there is none for this platform; Error with anvil's output when it does not start
 */
export async function launchAnvil(args: readonly string[], port = 0): Promise<AnvilProcess> {
  const child = spawn(binary(), ["--host", "127.0.0.1", "--port", String(port), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  endWithThisProcess(child);
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const listening = new Promise<number>((resolve, reject) => {
    // Keep reading after that line: a full pipe would stop the node.
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, found] = /^Listening on 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    void exited.then(() => {
      reject(new Error(`anvil ended before it listened: ${complaint.trim()}`));
    }, reject);
  });
  const found = await listening;
  return {
    port: found,
    url: `http://127.0.0.1:${found}`,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await exited;
    },
  };
}

const running = new Set<ChildProcess>();
let watching = false;

/** Ends a child when this process exits, also by any signal that can be caught. */
function endWithThisProcess(child: ChildProcess): void {
  if (!watching) {
    watching = true;
    process.once("exit", endAll);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        endAll();
        // Another listener decides what the signal does; without one, it has its default effect.
        if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      });
    }
  }
  running.add(child);
  child.once("exit", () => running.delete(child));
}

function endAll(): void {
  for (const child of running) child.kill();
}

/** The binary itself, not npm's launcher, so that ending the process ends the node. */
function binary(): string {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const suffix = process.platform === "win32" ? ".exe" : "";
  const file = `@foundry-rs/anvil-${process.platform}-${architecture}/bin/anvil${suffix}`;
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("@foundry-rs/anvil/package.json"));
  try {
    return resolve(file);
  } catch (error) {
    throw new UserError(`there is no anvil for ${process.platform} on ${architecture}: ${file} is not installed`, {
      cause: error,
    });
  }
}
