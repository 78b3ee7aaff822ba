import type { Clock } from "./clock.js";

export interface WatchOptions {
  readonly work: () => Promise<void>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Between a try that failed and the next one, ms. */
  readonly retryMs: number;
  /** Told when the work begins to fail, for another reason than before, and with nothing when it fails no more. */
  readonly onProblem: (problem: string | undefined) => void;
}

/** Does its work whenever there may be some, one at a time, and again while it fails. */
export class Watch {
  readonly #options: WatchOptions;
  #wake = Promise.withResolvers<undefined>();
  #problem: string | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Why the work failed last; nothing when it did not. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** There may be something to do. */
  poke(): void {
    this.#wake.resolve(undefined);
  }

  /** Ends with the signal. */
  async run(): Promise<void> {
    const { signal, work, clock, retryMs } = this.#options;
    const stop = () => {
      this.poke();
    };
    signal.addEventListener("abort", stop);
    for (;;) {
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
      if (signal.aborted) break;
      try {
        await work();
        this.#tell(undefined);
      } catch (error) {
        this.#tell(error instanceof Error ? error.message : String(error));
        this.poke();
        await clock.sleep(retryMs, signal).catch(() => undefined);
      }
    }
    signal.removeEventListener("abort", stop);
  }

  #tell(problem: string | undefined): void {
    if (problem === this.#problem || this.#options.signal.aborted) return;
    this.#problem = problem;
    this.#options.onProblem(problem);
  }
}
