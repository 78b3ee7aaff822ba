/** One meter's energy in successive intervals. */
export interface Meter {
  readonly name: string;
  /** Wh, one entry an interval, rounded down from the file's kWh. */
  readonly energyWh: readonly bigint[];
}

/** Meters on one common grid of intervals: every meter has every interval, none is missing or doubled. */
export interface MeterSeries {
  /** The file or folder as the user named it, for messages. */
  readonly source: string;
  /** Unix time at which the first interval starts. */
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
  /** In the order in which the file names them first. */
  readonly meters: readonly Meter[];
}

/** Prices in order of time, on one grid of intervals that may have gaps: the three arrays run side by side. */
export interface PriceSeries {
  readonly source: string;
  readonly intervalSeconds: number;
  /** Unix time at which each price starts to hold. */
  readonly startsAt: readonly number[];
  /** Base units of the payment token (6 decimals) per MWh, rounded down. */
  readonly pricePerMwh: readonly bigint[];
  /** The line of the file that gives each price, for messages. */
  readonly lines: readonly number[];
}
