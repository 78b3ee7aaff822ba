import type { Outbox } from "../chain/outbox/outbox.js";
import type { Health } from "../service/health.js";
import type { Retry, Worker } from "../service/worker.js";
import type { Meter } from "./meter.js";
import type { Settler } from "./settler.js";

interface MeterHealthParts {
  readonly meter: Meter;
  readonly settler: Settler;
  readonly outbox: Outbox;
  /** Looks for what is due. */
  readonly worker: Worker;
  /** Writes the stream's rows. */
  readonly writing: Retry;
}

/** What keeps a meter from settling what is due. Agreements that wait for rows are no problem of the process. */
export function meterHealth({ meter, settler, outbox, worker, writing }: MeterHealthParts): Health {
  const problems = new Set(
    [worker.problem, writing.problem, outbox.problem].filter((problem) => problem !== undefined),
  );
  return {
    problems: [...problems],
    details: { waiting: meter.waiting, settling: settler.underWay, pendingTransactions: outbox.pending },
  };
}
