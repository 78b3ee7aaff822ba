import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { findMarket } from "../../src/market/find-market.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { httpNodeClient } from "../../src/chain/rpc/http-node-client.js";
import { type NodeClient, untilAnswered } from "../../src/chain/rpc/node-client.js";
import { observe } from "../../src/observer/observer.js";
import { ObserverMetrics } from "../../src/observer/metrics.js";
import { ObserverState } from "../../src/observer/health.js";
import { identityOf } from "../../src/observer/record/market-identity.js";
import { recordPath } from "../../src/observer/record/record-path.js";
import { RecordWriter } from "../../src/observer/record/record-writer.js";
import { RecordedLedger } from "../../src/observer/record/recorded-ledger.js";
import { observerRoutes } from "../../src/observer/routes.js";
import { summaryOf, type Summary } from "../../src/observer/summary/summary.js";
import { whenWritable } from "../../src/observer/when-writable.js";
import { daemonCommand, type DaemonRun } from "../daemon/daemon.js";
import { daemonNetwork, type DaemonNetwork } from "../daemon/network.js";
import type { DaemonArguments } from "../daemon/options.js";
import { systemClock as clock } from "../daemon/system-clock.js";
import { numberOption } from "../options.js";

interface ObserverArguments extends DaemonArguments {
  readonly poll: string;
  readonly limit: string | undefined;
}

interface ObserverPlan {
  readonly network: DaemonNetwork;
  /** Ignition's folder, where the chain's own markets are recorded. */
  readonly ignition: string;
  readonly pollMs: number;
  readonly limitBytes: number | undefined;
}

const MEGABYTE = 1_000_000;
const LARGEST_MB = 1_000_000;
/** Between two tries to find the market, ms. */
const STARTING_WAIT_MS = 1_000;

export default daemonCommand<ObserverArguments, ObserverPlan>({
  name: "observer",
  async plan({ poll, limit }, hre: HardhatRuntimeEnvironment) {
    return {
      pollMs: numberOption("--poll", poll, { min: 0.01, max: 3_600 }) * 1_000,
      limitBytes:
        limit === undefined ? undefined : numberOption("--limit", limit, { min: 0.1, max: LARGEST_MB }) * MEGABYTE,
      ignition: hre.config.paths.ignition,
      network: await daemonNetwork(hre),
    };
  },
  // The node's URL may hold an access token.
  secrets: ({ network }) => [network.url],
  work: run,
});

async function run({ network, ignition, pollMs, limitBytes }: ObserverPlan, daemon: DaemonRun): Promise<void> {
  const { options, log, registry, signal } = daemon;
  const state = new ObserverState();
  const metrics = new ObserverMetrics(registry, state);
  const onFault = metrics.fault.bind(metrics);
  // The follower asks again by itself, and says so; a few tries are for what passes at once.
  const client = httpNodeClient({ url: network.url, clock, signal, tries: 3, onFault });

  let summary: () => Summary | undefined = () => undefined;
  const faults = () => state.health().faults;
  await daemon.serve(
    () => state.health(),
    observerRoutes(() => summary(), faults),
  );

  const market = await untilAnswered(() => identify(client, { ignition, ...options }), {
    clock,
    signal,
    waitMs: STARTING_WAIT_MS,
    onTrouble({ message }) {
      if (state.nodeFault !== message) log.warn("node does not answer", { error: message });
      state.nodeFault = message;
    },
  });
  const open = () => RecordWriter.open(recordPath(options.data), market, limitBytes);
  const record = await whenWritable(open, { state, clock, signal, log });
  const recorded = new RecordedLedger(record.reader);
  summary = () =>
    summaryOf(record.reader, recorded, { lagBlocks: state.lagBlocks, faults: faults(), now: clock.now() });
  try {
    await observe({ client, record, state, metrics, clock, signal, log, pollMs });
  } finally {
    summary = () => undefined;
    record.close();
  }
}

async function identify(client: NodeClient, search: Parameters<typeof findMarket>[1]) {
  const deployed = await findMarket(client, search);
  const window = await new MarketReader(client, deployed).verificationWindow();
  return identityOf(client, deployed, window);
}
