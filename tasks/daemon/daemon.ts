import { mkdir } from "node:fs/promises";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import product from "../../package.json" with { type: "json" };
import { MarketConnection } from "../../src/market/connection.js";
import { UserError } from "../../src/model/errors.js";
import { ChainState } from "../../src/service/chain-state.js";
import { type Clock, systemClock } from "../../src/service/clock.js";
import { type Health, watchRoutes } from "../../src/service/health.js";
import { openService, type Route } from "../../src/service/http-service.js";
import { type Log, openLog } from "../../src/service/json-log.js";
import { Metrics } from "../../src/service/metrics.js";
import { runDaemon } from "../../src/service/run-daemon.js";
import { command } from "../command.js";
import type { NodeNetwork } from "../node-network.js";
import { type DaemonArguments, type DaemonOptions, readDaemonOptions } from "./options.js";

/** What a daemon runs with. */
export interface DaemonRun {
  readonly options: DaemonOptions;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly state: ChainState;
  readonly clock: Clock;
  /** Aborts when the daemon is to stop. */
  readonly signal: AbortSignal;
  /** Finds the market of the options, as soon as the node answers. */
  connect(): Promise<MarketConnection>;
  /**
   * Opens the HTTP service with `/health`, `/metrics` and the daemon's own routes; its line in the log,
   * `"msg": "listening"`, has the `url`. Closed when the work has ended.
   */
  serve(health: () => Health, routes?: readonly Route[]): Promise<void>;
}

/** A daemon: what it must know before it starts, and its work. */
interface Daemon<Arguments extends DaemonArguments, Plan extends DaemonPlan> {
  readonly name: string;
  /** Reads and checks what was given. @throws UserError when it cannot start so */
  plan(args: Arguments, hre: HardhatRuntimeEnvironment): Promise<Plan>;
  /** Texts that must never be printed, such as the key. */
  secrets(plan: Plan): readonly string[];
  /** Ends by an error, or when `run.signal` aborts. */
  work(plan: Plan, run: DaemonRun): Promise<void>;
}

/** What every daemon's plan has. */
export interface DaemonPlan {
  readonly network: NodeNetwork;
}

/** The action of a daemon's task. */
export function daemonCommand<Arguments extends DaemonArguments, Plan extends DaemonPlan>(
  daemon: Daemon<Arguments, Plan>,
) {
  return command(async (args: Arguments, hre: HardhatRuntimeEnvironment) => {
    const options = readDaemonOptions(args);
    const plan = await daemon.plan(args, hre);
    await makeFolder(options.data);
    const { ignition } = hre.config.paths;
    const log = openLog({ daemon: daemon.name, secrets: daemon.secrets(plan) });
    const code = await runDaemon(log, (signal) => serving(daemon, plan, { options, ignition, log, signal }));
    // What a peer or the node still holds open must not keep a stopped daemon.
    process.exit(code);
  });
}

interface Given extends Pick<DaemonRun, "options" | "log" | "signal"> {
  /** Ignition's folder, where the chain's own markets are recorded. */
  readonly ignition: string;
}

async function serving<Arguments extends DaemonArguments, Plan extends DaemonPlan>(
  daemon: Daemon<Arguments, Plan>,
  plan: Plan,
  { options, ignition, log, signal }: Given,
): Promise<void> {
  const { name } = daemon;
  const { host, port, pollMs } = options;
  const clock = systemClock;
  const metrics = new Metrics(name);
  const state = new ChainState({ clock, log, pollMs });
  let connection: MarketConnection | undefined;
  const closing: (() => Promise<void>)[] = [];
  const run: DaemonRun = {
    options,
    log,
    metrics,
    state,
    clock,
    signal,
    async connect() {
      const { urls, config } = plan.network;
      const search = { ignition, record: options.record, kind: options.kind };
      const headers = config.httpHeaders;
      connection = await MarketConnection.open({ urls, headers, search, state, clock, signal, log, metrics, pollMs });
      const { chainId, market, kind } = connection.reader.record;
      log.info("market found", { chain: chainId, market, kind });
      return connection;
    },
    async serve(health, routes = []) {
      const about = () => {
        const { chainId: chain, market } = connection?.reader.record ?? {};
        return { identity: { daemon: name, version: product.version, chain, market }, state, own: health() };
      };
      const watched = [...watchRoutes(metrics.registry, about), ...routes];
      const service = await openService({ host, port, log, routes: watched });
      closing.push(() => service.close());
      log.info("listening", { url: service.url });
    },
  };
  try {
    await daemon.work(plan, run);
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
