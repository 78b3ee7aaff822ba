import { join } from "node:path";

import { findMarket } from "../../src/market/find-market.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { chainIdentity } from "../../src/market/deployment/record.js";
import { followMarket } from "../../src/market/follow/follow-market.js";
import { openOutbox } from "../../src/chain/outbox/open-outbox.js";
import { httpNodeClient } from "../../src/chain/rpc/http-node-client.js";
import { Intake } from "../../src/meter/intake.js";
import { IntervalBook } from "../../src/meter/interval-book.js";
import { MeterAgent } from "../../src/meter/meter.js";
import type { MeterEvent } from "../../src/meter/meter-event.js";
import { meterHealth } from "../../src/meter/health.js";
import { MeterMetrics } from "../../src/meter/metrics.js";
import { Settler } from "../../src/meter/settler.js";
import { MeterStore } from "../../src/meter/store.js";
import { tellMeterEvent, tellOutboxEvent } from "../../src/meter/telling.js";
import { Watch } from "../../src/service/worker.js";
import { daemonCommand, type DaemonRun } from "../daemon/daemon.js";
import { systemClock } from "../daemon/system-clock.js";
import { untilAnswered } from "../../src/chain/rpc/node-client.js";
import { followFiles, followStream, type Feed } from "../../src/meter/feeds.js";
import { planMeter, type MeterArguments, type MeterPlan } from "./plan.js";

export default daemonCommand<MeterArguments, MeterPlan>({
  name: "meter",
  plan: planMeter,
  secrets: ({ wallet, keys }) => [wallet.privateKey, ...keys.secrets],
  work,
});

/** Between two looks at the chain's head, ms. */
const POLL_MS = 500;
/** Between a look that failed and the next one, ms. */
const RETRY_MS = 2000;
/** For a question whose answer somebody waits for. */
const PROBE_LIMITS = { timeoutMs: 2000, maxBytes: 1_000_000 };

async function work(plan: MeterPlan, run: DaemonRun): Promise<void> {
  const { network, wallet, keys, ignition, intervalSeconds } = plan;
  const { options, log, registry, signal } = run;
  const clock = systemClock;
  const asking = {
    url: network.url,
    headers: network.config.httpHeaders,
    clock,
    signal,
    onFault: ({ kind }: { readonly kind: string }) => {
      metrics.nodeFault(kind);
    },
  };
  const metrics: MeterMetrics = new MeterMetrics(registry, {
    block: () => agent.head?.number,
    waiting: () => agent.waiting,
    settling: () => settler.underWay,
    pending: () => outbox.pending,
  });
  const node = httpNodeClient(asking);
  const { record, chain } = await untilAnswered(
    async () => ({
      record: await findMarket(node, { ignition, record: options.record, kind: options.kind }),
      chain: await chainIdentity({ provider: node }),
    }),
    {
      clock,
      signal,
      onTrouble: ({ message }) => {
        log.warn("waiting for the node", { error: message });
      },
    },
  );
  const reader = new MarketReader(node, record);
  const outbox = openOutbox({
    provider: node,
    sender: wallet,
    chainId: BigInt(record.chainId),
    clock,
    signal,
    confirmations: plan.confirmations,
    onEvent: (event) => {
      metrics.transaction(event);
      tellOutboxEvent(log, event);
    },
  });
  const onEvent = (event: MeterEvent) => {
    metrics.event(event);
    tellMeterEvent(log, event);
  };
  const store = new MeterStore(join(options.data, "meter.sqlite"));
  const book = new IntervalBook(intervalSeconds);
  const settler = new Settler({ reader, outbox, signal, onEvent });
  const place = { chain, market: record.market };
  const agent = new MeterAgent({ reader, meters: keys.meters, book, store, place, settler, onEvent });
  const watch = new Watch({
    work: () => agent.settleDue(),
    clock,
    signal,
    retryMs: RETRY_MS,
    onProblem: (problem) => {
      if (problem === undefined) log.info("looking for what is due again");
      else log.warn("what is due cannot be found", { problem });
    },
  });
  const intake = new Intake({
    book,
    meters: new Set(keys.meters.map(({ name }) => name)),
    onRow: (result) => {
      metrics.row(result);
    },
    onWrongRow: (problem) => {
      metrics.row("wrong");
      log.warn("wrong row", { problem });
    },
    onForeignMeter: (meter) => {
      log.info("rows of a meter without a key are passed over", { meter });
    },
  });
  const feed: Feed = {
    intake,
    store,
    log,
    clock,
    signal,
    midnight: plan.midnight,
    onRows: () => {
      watch.poke();
    },
  };
  const steps = followMarket({
    client: node,
    market: record.market,
    abi: reader.abi,
    fromBlock: BigInt(record.block),
    known: [],
    clock,
    signal,
    pollMs: POLL_MS,
    onTrouble: ({ message }) => {
      log.warn("the node does not tell what the chain does", { problem: message });
    },
  });
  const follow = async () => {
    for await (const step of steps) {
      if (step.kind === "undone") log.warn("blocks were undone", { ancestor: step.ancestor.number });
      agent.take(step);
      watch.poke();
    }
  };
  const probe = httpNodeClient({ ...asking, tries: 1, limits: PROBE_LIMITS });
  await run.serve(() => meterHealth({ node: probe, agent, settler, outbox, watch }));
  log.info("meter", {
    chain,
    market: record.market,
    account: wallet.address,
    meters: keys.meters.map(({ name }) => name),
  });
  try {
    const fed =
      plan.files === undefined ? followStream(process.stdin, feed, intervalSeconds) : followFiles(plan.files, feed);
    await Promise.all([follow(), watch.run(), fed]);
  } finally {
    store.close();
  }
}
