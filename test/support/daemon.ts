import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";
import { text } from "node:stream/consumers";

import { startHardhat } from "./hardhat.js";

/** A line of a daemon's log. */
type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly level: string };

/** A daemon of the product in a process of its own. */
export interface DaemonProcess {
  /** Where its service answers. */
  readonly url: string;
  /** Its standard input. */
  readonly input: Writable;
  /** Everything it wrote to standard output so far, line by line. */
  readonly output: readonly string[];
  /** Its log so far. */
  log(): LogLine[];
  /** Ends it, and waits until it has ended. @returns its exit code; null when the signal ended it */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** What it wrote to standard error, once it has ended. */
  readonly complaints: Promise<string>;
}

/**
 * Starts a daemon as a person would; it is ready when its log says where it listens.
 *
 * @param environment - configuration variables, such as its key
 */
export async function startDaemon(
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<DaemonProcess> {
  const child = startHardhat(environment, ...args);
  const closed = once(child, "close") as Promise<[number | null]>;
  const complaints = text(child.stderr);
  const output: string[] = [];
  const log = () => output.map((line) => JSON.parse(line) as LogLine);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      output.push(line);
      const told = line.startsWith("{") ? (JSON.parse(line) as LogLine) : undefined;
      if (told?.msg === "listening") resolve(String(told["url"]));
    });
    void Promise.all([closed, complaints]).then(([, complaint]) => {
      reject(new Error(`the daemon ended before it listened: ${output.join("\n")} ${complaint}`));
    });
  });
  return {
    url,
    input: child.stdin,
    output,
    log,
    complaints,
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code] = await closed;
      return code;
    },
  };
}

/**
 * A port of the loopback interface that is free now, for a daemon whose peers must know its address beforehand, and
 * that comes back to it after a kill: none of those that the system gives to connections going out, or to whoever asks
 * for any.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    lastPort = lastPort + 1 < PORTS.end ? lastPort + 1 : PORTS.start;
    const server = createServer().listen(lastPort, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    const port = lastPort;
    server.close();
    await once(server, "close");
    return port;
  }
}

const PORTS = { start: 10_000, end: 32_000 };
/** Processes that look at the same time begin at different places. */
let lastPort = PORTS.start + ((process.pid * 37) % (PORTS.end - PORTS.start));
