import type { MarketConnection } from "../market/connection.js";
import type { Clock } from "../service/clock.js";
import type { Health } from "../service/health.js";
import type { Log } from "../service/json-log.js";
import { StorageUnavailable } from "../service/sqlite.js";
import { Retry } from "../service/worker.js";
import { IndexedLedger } from "./database/indexed-ledger.js";
import { IndexMoved, IndexWriter } from "./database/index-writer.js";
import { identityOf } from "./database/market-identity.js";
import type { ObserverMetrics } from "./metrics.js";
import { summaryOf, type Summary } from "./summary/summary.js";

/** What an observer works with. */
interface ObserverParts {
  /** Of the index's file. */
  readonly path: string;
  /** How large it may grow. */
  readonly limitBytes: number | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** A write that failed is tried again after this, ms. */
const RETRY_MS = 1_000;

/** Writes a market's events into the index, and sums it up. */
export class Observer {
  readonly #parts: ObserverParts;
  readonly #writing: Retry;
  #index: IndexWriter | undefined;
  #ledger: IndexedLedger | undefined;

  constructor(parts: ObserverParts) {
    const { clock, signal, log } = parts;
    this.#parts = parts;
    this.#writing = new Retry({
      clock,
      signal,
      retryMs: () => RETRY_MS,
      isPassing: (error) => error instanceof StorageUnavailable,
      onProblem: (problem) => {
        if (problem === undefined) log.info("the index can be written again");
        else log.error("the index cannot be written", { problem });
      },
    });
  }

  /** Whether the index can be written. */
  get writable(): boolean {
    return this.#writing.problem === undefined;
  }

  health(): Health {
    const { problem } = this.#writing;
    const begun = this.#index?.reader.head() !== undefined;
    const problems = [...(problem === undefined ? [] : [problem]), ...(begun ? [] : ["the index has not begun"])];
    return { problems, details: {} };
  }

  /** The index summed up; undefined while there is none. */
  summary(lagBlocks: bigint | undefined, problems: readonly string[]): Summary | undefined {
    if (this.#index === undefined || this.#ledger === undefined) return undefined;
    return summaryOf(this.#index.reader, this.#ledger, { lagBlocks, problems, now: this.#parts.clock.now() });
  }

  /**
   * Writes what the chain does into the index until the signal aborts.
   *
   * @throws UserError on another chain's node, or over another market's index
   */
  async run(connection: MarketConnection, metrics: ObserverMetrics): Promise<void> {
    const { signal, log, path, limitBytes } = this.#parts;
    const { node, reader } = connection;
    const market = await connection.ask(async () => identityOf(node, reader.record, await reader.verificationWindow()));
    const index = await this.#writing.run(() => IndexWriter.open(path, market, limitBytes));
    this.#index = index;
    try {
      while (!signal.aborted) {
        try {
          await this.#follow(index, connection, metrics);
        } catch (error) {
          if (!(error instanceof IndexMoved)) throw error;
          log.debug(error.message);
        }
      }
    } finally {
      this.#index = undefined;
      index.close();
    }
  }

  async #follow(index: IndexWriter, connection: MarketConnection, metrics: ObserverMetrics): Promise<void> {
    const { clock, log } = this.#parts;
    const known = await this.#writing.run(() => index.resume());
    const ledger = (this.#ledger = new IndexedLedger(index.reader));
    const fold = () => this.#writing.run(() => index.reader.inOneState(() => ledger.refreshed()));
    await fold();
    for await (const step of connection.follow(() => ledger.gap, known)) {
      await this.#writing.run(() => {
        index.take(step, clock.now());
      });
      await fold();
      metrics.took(step);
      if (step.kind === "grown" && step.logs.length > 0)
        log.info("indexed", { block: step.head.number, events: step.logs.length });
    }
  }
}
