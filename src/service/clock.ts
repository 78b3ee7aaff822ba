/** Time, handed in by whoever runs a process, so that nothing here knows a clock of its own. */
export interface Clock {
  /** Unix time, ms. */
  now(): number;
  /** Resolves after `ms` milliseconds, or rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
