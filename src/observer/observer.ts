import { marketAbi } from "../market/market-reader.js";
import type { ChainStep } from "../market/follow/chain-step.js";
import { followMarket } from "../market/follow/follow-market.js";
import type { Clock } from "../service/clock.js";
import type { NodeClient } from "../chain/rpc/node-client.js";
import type { Log } from "../service/log.js";
import type { ObserverMetrics } from "./metrics.js";
import type { ObserverState } from "./health.js";
import { RecordMoved, type RecordWriter } from "./record/record-writer.js";
import { whenWritable } from "./when-writable.js";

export interface Observation {
  readonly client: NodeClient;
  readonly record: RecordWriter;
  readonly state: ObserverState;
  readonly metrics: ObserverMetrics;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Between two looks at the chain's head, ms. */
  readonly pollMs: number;
}

/** Writes what the chain does into the record until the signal aborts. @throws UserError on another chain's node */
export async function observe(observation: Observation): Promise<void> {
  const { signal, log } = observation;
  while (!signal.aborted) {
    try {
      await followAndWrite(observation);
    } catch (error) {
      if (!(error instanceof RecordMoved)) throw error;
      log.debug("another process wrote the record");
    }
  }
}

async function followAndWrite(observation: Observation): Promise<void> {
  const { client, record, state, metrics, clock, signal, log, pollMs } = observation;
  const { identity } = record.reader;
  const known = await whenWritable(() => record.resume(), observation);
  state.recorded = known.at(-1);
  const steps = followMarket({
    client,
    market: identity.address,
    abi: marketAbi(identity.kind),
    fromBlock: identity.fromBlock,
    known,
    clock,
    signal,
    pollMs,
    onHead(head) {
      if (state.nodeFault !== undefined) log.info("node answers again");
      state.nodeFault = undefined;
      state.nodeHead = head;
    },
    onTrouble({ message }) {
      if (state.nodeFault === undefined) log.warn("node does not answer", { error: message });
      state.nodeFault = message;
    },
  });
  for await (const step of steps) {
    await whenWritable(() => {
      record.take(step, clock.now());
    }, observation);
    state.recorded = step.kind === "undone" ? step.ancestor : step.head;
    metrics.took(step);
    tell(log, step);
  }
}

function tell(log: Log, step: ChainStep): void {
  if (step.kind === "undone") log.warn("reorganisation", { ancestor: step.ancestor.number });
  else if (step.logs.length > 0) log.info("recorded", { block: step.head.number, events: step.logs.length });
}
