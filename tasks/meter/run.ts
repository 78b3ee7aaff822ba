import { chainIdentity } from "../../src/market/deployment/record.js";
import { mayPass } from "../../src/market/connection.js";
import { logMeterEvent, type MeterEvent } from "../../src/meter/events.js";
import { followFiles, followStream, RowIntake, type Feed } from "../../src/meter/feed.js";
import { meterHealth } from "../../src/meter/health.js";
import { HeldReadings, journalPath } from "../../src/meter/held-readings.js";
import { IntervalBook } from "../../src/meter/interval-book.js";
import { ReadingJournal } from "../../src/meter/journal.js";
import { Meter } from "../../src/meter/meter.js";
import { MeterMetrics } from "../../src/meter/metrics.js";
import { RegisterBook } from "../../src/meter/register-book.js";
import { Settler } from "../../src/meter/settler.js";
import { Retry, Worker } from "../../src/service/worker.js";
import { daemonCommand, type DaemonRun } from "../daemon/daemon.js";
import { planMeter, type MeterArguments, type MeterPlan } from "./plan.js";

export default daemonCommand<MeterArguments, MeterPlan>({
  name: "meter",
  plan: planMeter,
  secrets: ({ wallet, keys }) => [wallet.privateKey, ...keys.secrets],
  work,
});

/** What failed is tried again after this, ms. */
const RETRY_MS = 2000;
/** So often what was allowed is looked at, ms. */
const ALLOWED_MS = 5000;

async function work(plan: MeterPlan, run: DaemonRun): Promise<void> {
  const { wallet, keys, intervalSeconds, said, register, limits } = plan;
  const { meters } = keys;
  const { options, log, clock, signal } = run;
  const retrying = { clock, signal, retryMs: () => RETRY_MS, isPassing: mayPass };
  const writing = new Retry({
    ...retrying,
    onProblem: (problem) => {
      if (problem === undefined) log.info("the journal can be written again");
      else log.error("the journal cannot be written", { problem });
    },
  });
  const connection = await run.connect();
  const { node, reader } = connection;
  const { market } = reader.record;
  const chain = await connection.ask(() => chainIdentity({ provider: node }));
  const outbox = connection.outbox(wallet, plan.confirmations);
  const metrics: MeterMetrics = new MeterMetrics(run.metrics, {
    waiting: () => meter.waiting,
    held: () => meter.held,
    settling: () => settler.underWay,
  });
  const onEvent = (event: MeterEvent) => {
    metrics.event(event);
    logMeterEvent(log, event);
  };
  const path = journalPath(options.data);
  const journal = await writing.run(() => new ReadingJournal(path));
  const holding = await writing.run(() => new HeldReadings(path));
  const book = register ? new RegisterBook(intervalSeconds) : new IntervalBook(intervalSeconds);
  const settler = new Settler({ reader, outbox, signal, onEvent });
  const place = { chain, market };
  const meter = new Meter({ reader, meters, book, limits, journal, holding, place, settler, onEvent });
  const worker = new Worker({
    ...retrying,
    work: () => meter.settleDue(),
    everyMs: ALLOWED_MS,
    onProblem: (problem) => {
      if (problem === undefined) log.info("settling again");
      else log.warn("settling must wait", { problem });
    },
  });
  const onRows = () => {
    worker.wake();
  };
  const names = new Set(meters.map(({ name }) => name));
  const intake = new RowIntake({
    book,
    meters: names,
    onRow: (result, problem) => {
      metrics.row(result);
      if (problem !== undefined) log.warn(result === "wrong" ? "wrong row" : "row corrected", { problem });
    },
    onForeignMeter: (name) => {
      log.info("skipping the rows of a meter without a key", { meter: name });
    },
  });
  let files: string | undefined;
  const onProblem = (problem: string | undefined) => {
    files = problem;
  };
  const feed: Feed = { intake, journal, writing, log, clock, signal, said, onRows, onProblem };
  const follow = async () => {
    for await (const step of connection.follow(() => meter.gap)) {
      meter.take(step);
      worker.wake();
    }
  };
  await run.serve(() => meterHealth({ meter, settler, outbox, worker, writing, files }));
  log.info("meter", { chain, market, account: wallet.address, meters: [...names] });
  try {
    const form = { intervalSeconds, register };
    const fed = plan.files === undefined ? followStream(process.stdin, feed, form) : followFiles(plan.files, feed);
    await Promise.all([follow(), worker.run(), fed]);
  } finally {
    journal.close();
    holding.close();
  }
}
