import type { Clock } from "./clock.js";

/** How work is tried again after a fault. */
interface RetryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The wait before the next try, ms, after so many failures in a row. */
  readonly retryMs: (failures: number) => number;
  /** Whether a fault may pass, so that trying again can help. Any other ends the work. */
  readonly isPassing: (error: unknown) => boolean;
  /** Called when work fails for another reason than before, and with undefined when it succeeds again. */
  readonly onProblem?: (problem: string | undefined) => void;
}

/** Does work, and again after a fault that may pass. */
export class Retry {
  readonly #options: RetryOptions;
  #problem: string | undefined;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /** Why the last try failed; undefined when it succeeded. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** @throws what cannot pass; the signal's reason when aborted */
  async run<T>(work: () => T | Promise<T>): Promise<T> {
    const { clock, signal, retryMs, isPassing } = this.#options;
    for (let failures = 1; ; failures++) {
      try {
        const value = await work();
        this.#report(undefined);
        return value;
      } catch (error) {
        signal.throwIfAborted();
        if (!isPassing(error)) throw error;
        this.#report((error as Error).message);
      }
      await clock.sleep(retryMs(failures), signal);
    }
  }

  #report(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#options.onProblem?.(problem);
  }
}

export interface WorkerOptions extends RetryOptions {
  readonly work: () => Promise<void> | void;
  /** Works at least this often, ms; only when woken without it. */
  readonly everyMs?: number;
  /** Waits this long after it is woken, ms, so that what comes together is worked on together. */
  readonly gatherMs?: number;
}

/** Why a worker's sleep ends early: a reason made once, since making one takes longer than all else. */
const WOKEN = new Error("woken");

/** Does its work whenever it is woken and every so often, one run at a time, and again while it fails. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #retry: Retry;
  #woken = new AbortController();

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#retry = new Retry(options);
  }

  /** Why the work failed last; undefined when it did not. */
  get problem(): string | undefined {
    return this.#retry.problem;
  }

  /** There may be something to do. */
  wake(): void {
    if (!this.#woken.signal.aborted) this.#woken.abort(WOKEN);
  }

  /** Works until the signal aborts. @throws what the work throws and cannot pass */
  async run(): Promise<void> {
    const { signal, work, clock, gatherMs = 0 } = this.#options;
    try {
      for (;;) {
        await this.#rest();
        if (gatherMs > 0) await clock.sleep(gatherMs, signal);
        signal.throwIfAborted();
        this.#woken = new AbortController();
        await this.#retry.run(work);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Until it is woken, its time has come, or the signal aborts. */
  async #rest(): Promise<void> {
    const { signal, clock, everyMs } = this.#options;
    const until = AbortSignal.any([signal, this.#woken.signal]);
    if (everyMs !== undefined) await clock.sleep(everyMs, until).catch(() => undefined);
    else if (!until.aborted) {
      await new Promise((resolve) => {
        until.addEventListener("abort", resolve, { once: true });
      });
    }
  }
}
