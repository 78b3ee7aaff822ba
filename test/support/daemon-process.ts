import { once } from "node:events";
import { createInterface } from "node:readline";

import { startHardhat } from "./hardhat.js";

/** One line of a daemon's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string };

/** A daemon in a process of its own. */
export interface DaemonProcess {
  /** Of its HTTP service. */
  readonly url: string;
  readonly lines: readonly LogLine[];
  /** Standard error so far. */
  complaint(): string;
  /** Waits for a line of this event that comes after those waited for before. */
  line(event: string): Promise<LogLine>;
  /** Ends it. @returns its exit code; null when the signal ended it at once */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
  /** Resolves when it has ended, with its exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts `hardhat` with these arguments, a daemon's; ready when its service listens. */
export async function startDaemon(
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<DaemonProcess> {
  const child = startHardhat(environment, ...args);
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  createInterface({ input: child.stdout }).on("line", (text) => {
    if (!text.startsWith("{")) return;
    lines.push(JSON.parse(text) as LogLine);
    for (const wake of waiting) wake();
  });
  let read = 0;
  const line = async (event: string): Promise<LogLine> => {
    for (;;) {
      const index = lines.findIndex((each, i) => i >= read && each.event === event);
      const found = lines[index];
      if (found !== undefined) {
        read = index + 1;
        return found;
      }
      const over = ended.then(() => "over" as const);
      const woken = new Promise<void>((wake) => {
        waiting.add(wake);
      });
      if ((await Promise.race([woken, over])) === "over" && !lines.slice(read).some((each) => each.event === event)) {
        throw new Error(`the daemon ended without a line "${event}": ${complaint}${JSON.stringify(lines.at(-1))}`);
      }
    }
  };
  const { url } = await line("listening");
  return {
    url: String(url),
    lines,
    complaint: () => complaint,
    line,
    ended,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
