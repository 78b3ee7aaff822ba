import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { indexPath } from "../../src/observer/database/schema.js";
import { ObserverMetrics } from "../../src/observer/metrics.js";
import { Observer } from "../../src/observer/observer.js";
import { observerRoutes } from "../../src/observer/routes.js";
import { daemonCommand, type DaemonPlan, type DaemonRun } from "../daemon/daemon.js";
import { daemonNetwork } from "../daemon/network.js";
import type { DaemonArguments } from "../daemon/options.js";
import { numberOption } from "../options.js";

interface ObserverArguments extends DaemonArguments {
  readonly limit: string | undefined;
}

interface ObserverPlan extends DaemonPlan {
  readonly limitBytes: number | undefined;
}

const MEGABYTE = 1_000_000;
const LARGEST_MB = 1_000_000;

export default daemonCommand<ObserverArguments, ObserverPlan>({
  name: "observer",
  async plan({ limit }, hre: HardhatRuntimeEnvironment) {
    return {
      limitBytes:
        limit === undefined ? undefined : numberOption("--limit", limit, { min: 0.1, max: LARGEST_MB }) * MEGABYTE,
      network: await daemonNetwork(hre),
    };
  },
  // The nodes' URLs may hold access tokens.
  secrets: ({ network }) => network.urls,
  work,
});

async function work({ limitBytes }: ObserverPlan, run: DaemonRun): Promise<void> {
  const { options, log, metrics, state, clock, signal } = run;
  const observer = new Observer({ path: indexPath(options.data), limitBytes, clock, signal, log });
  const problems = () => [...state.problems, ...observer.health().problems];
  const summary = () => observer.summary(state.lagBlocks, problems());
  const own = new ObserverMetrics(metrics, observer);
  await run.serve(() => observer.health(), observerRoutes(summary, problems));
  await observer.run(await run.connect(), own);
}
