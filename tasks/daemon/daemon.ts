import { mkdir } from "node:fs/promises";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Registry } from "prom-client";

import { UserError } from "../../src/model/errors.js";
import { watchRoutes, type Health } from "../../src/service/health.js";
import { openService } from "../../src/service/http-service.js";
import { openLog } from "../../src/service/json-log.js";
import type { Log } from "../../src/service/log.js";
import { openMetrics } from "../../src/service/metrics.js";
import type { Route } from "../../src/service/route.js";
import { runDaemon } from "../../src/service/run-daemon.js";
import { command } from "../command.js";
import { readDaemonOptions, type DaemonArguments, type DaemonOptions } from "./options.js";

/** What a daemon runs with. */
export interface DaemonRun {
  readonly options: DaemonOptions;
  readonly log: Log;
  readonly registry: Registry;
  /** Aborts when the daemon is told to stop. */
  readonly signal: AbortSignal;
  /**
   * Opens the HTTP service with `/health`, `/metrics` and the daemon's own routes; its line in the log,
   * `"event": "listening"`, tells the `url`. Closed when the work has ended.
   */
  serve(health: () => Promise<Health> | Health, routes?: readonly Route[]): Promise<void>;
}

/** A daemon: what it must know before it starts, and its work. */
export interface Daemon<Arguments extends DaemonArguments, Plan> {
  readonly name: string;
  /** Reads and checks what was given. @throws UserError when it cannot start so */
  plan(args: Arguments, hre: HardhatRuntimeEnvironment): Promise<Plan>;
  /** Texts that must never be printed, such as the key. */
  secrets(plan: Plan): readonly string[];
  /** Ends by an error, or when `run.signal` aborts. */
  work(plan: Plan, run: DaemonRun): Promise<void>;
}

/** The action of a daemon's task. */
export function daemonCommand<Arguments extends DaemonArguments, Plan>(daemon: Daemon<Arguments, Plan>) {
  return command(async (args: Arguments, hre: HardhatRuntimeEnvironment) => {
    const options = readDaemonOptions(args);
    const plan = await daemon.plan(args, hre);
    await makeFolder(options.data);
    const log = openLog({ daemon: daemon.name, secrets: daemon.secrets(plan) });
    const registry = openMetrics(daemon.name);
    const code = await runDaemon(log, (signal) => serving(daemon, plan, { options, log, registry, signal }));
    // What a peer or the node still holds open must not keep a stopped daemon.
    process.exit(code);
  });
}

async function serving<Arguments extends DaemonArguments, Plan>(
  daemon: Daemon<Arguments, Plan>,
  plan: Plan,
  run: Omit<DaemonRun, "serve">,
): Promise<void> {
  const { log, registry } = run;
  const { host, port } = run.options;
  const closing: (() => Promise<void>)[] = [];
  const serve: DaemonRun["serve"] = async (health, routes = []) => {
    const service = await openService({ host, port, log, routes: [...watchRoutes(registry, health), ...routes] });
    closing.push(() => service.close());
    log.info("listening", { url: service.url });
  };
  try {
    await daemon.work(plan, { ...run, serve });
  } finally {
    for (const close of closing) await close();
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`--data ${folder}: cannot be made: ${(error as Error).message}`, { cause: error });
  }
}
