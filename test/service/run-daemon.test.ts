import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { expect } from "chai";

const MODULES = ["../../src/service/run-daemon.ts", "../../src/service/json-log.ts"].map((path) =>
  JSON.stringify(new URL(path, import.meta.url).href),
);

interface Ending {
  readonly code: number | null;
  readonly lines: readonly Record<string, unknown>[];
}

/** Runs a daemon's work, as source text, in a process of its own; it says "ready" when its signals may come. */
async function run(work: string, whenReady: (daemon: ChildProcess) => void): Promise<Ending> {
  const source = `
    import { setTimeout as sleep } from "node:timers/promises";
    const { runDaemon } = await import(${MODULES[0]!});
    const { openLog } = await import(${MODULES[1]!});
    const log = openLog({ daemon: "tester", secrets: [] });
    const aborted = (signal) => new Promise((resolve) => signal.addEventListener("abort", resolve));
    const alive = setInterval(() => undefined, 1000);
    process.exitCode = await runDaemon(log, async (signal) => { ${work} }, 500);
    process.exit();`;
  const daemon = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(daemon, "close") as Promise<[number | null]>;
  daemon.stdout.once("data", () => {
    whenReady(daemon);
  });
  const [out, [code]] = await Promise.all([text(daemon.stdout), closed]);
  const lines = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, lines };
}

const terminate = (daemon: ChildProcess) => void daemon.kill("SIGTERM");
const READY = `log.info("ready");`;
const messagesOf = ({ lines }: Ending) => lines.map(({ msg }) => msg);

describe("running a daemon", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`finishes what is under way at ${signal} and ends with 0`, async () => {
      const work = `const told = aborted(signal); ${READY} await told; await sleep(20); log.info("finished");`;
      const ending = await run(work, (daemon) => void daemon.kill(signal));
      expect(ending.code).to.equal(0);
      expect(messagesOf(ending)).to.deep.equal(["ready", "stopping", "finished", "stopped"]);
      expect(ending.lines[1]).to.include({ signal });
    });
  }

  it("takes the signal's own reason for a clean end", async () => {
    const ending = await run(
      `${READY} await sleep(60_000, undefined, { signal }).catch(() => signal.throwIfAborted());`,
      terminate,
    );
    expect(ending.code).to.equal(0);
  });

  it("ends with 1 at a second signal", async () => {
    const work = `signal.addEventListener("abort", () => process.kill(process.pid, "SIGTERM")); ${READY} await new Promise(() => {});`;
    const ending = await run(work, terminate);
    expect(ending.code).to.equal(1);
    expect(messagesOf(ending)).to.deep.equal(["ready", "stopping", "stopped by a second signal"]);
  });

  it("ends with 1 when stopping takes too long", async () => {
    const ending = await run(`${READY} await new Promise(() => {});`, terminate);
    expect(ending.code).to.equal(1);
    expect(messagesOf(ending).at(-1)).to.equal("stopping took too long");
  });

  it("ends with 1 and a line at an error, thrown anywhere", async () => {
    const faults = [
      `throw new Error("broken");`,
      `setTimeout(() => { throw new Error("broken"); }); await aborted(signal);`,
      `void Promise.reject(new Error("broken")); await aborted(signal);`,
    ];
    for (const fault of faults) {
      const ending = await run(fault, () => undefined);
      expect(ending.code).to.equal(1);
      expect(ending.lines.at(-1)).to.include({ level: "error", msg: "unexpected error", error: "Error: broken" });
    }
  });

  it("ends with 1 when the work just ends", async () => {
    const ending = await run("", () => undefined);
    expect(ending.code).to.equal(1);
    expect(messagesOf(ending)).to.deep.equal(["ended without a signal to stop"]);
  });
});
