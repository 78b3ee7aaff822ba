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
  /** Why files cannot be read. */
  readonly files: string | undefined;
}

/** What keeps a meter from settling what is due. Agreements that wait for rows are no problem of the process. */
export function meterHealth({ meter, settler, outbox, worker, writing, files }: MeterHealthParts): Health {
  const problems = new Set(
    [worker.problem, writing.problem, outbox.problem, files, heldWords(meter.held)].filter(
      (problem) => problem !== undefined,
    ),
  );
  return {
    problems: [...problems],
    details: {
      waiting: meter.waiting,
      held: meter.held,
      settling: settler.underWay,
      pendingTransactions: outbox.pending,
    },
  };
}

function heldWords(held: number): string | undefined {
  if (held === 0) return undefined;
  return `${held} ${held === 1 ? "reading waits" : "readings wait"} to be allowed: see hardhat meter held`;
}
