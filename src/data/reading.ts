/** A meter's reading of one interval. */
interface IntervalReading {
  readonly meter: string;
  /** Unix time at which the interval starts. */
  readonly startSeconds: number;
  /**
   * Energy in microjoules (microwatt-seconds): exact for kWh of up to 11 decimals, and for watts of up to 6 decimals
   * times whole seconds. It is rounded down to Wh once, when a sum ends: see `wholeWh`.
   */
  readonly microjoules: bigint;
}

/** A reading as it stands in a file or stream. */
export interface Reading extends IntervalReading {
  /** The row's line. */
  readonly line: number;
  /** Unix time at which the interval ends, where the row says so. */
  readonly endSeconds?: number | undefined;
  /** How far the clock that the row's time is written in is ahead of UTC, s; 0 if left out. */
  readonly offsetSeconds?: number | undefined;
}
