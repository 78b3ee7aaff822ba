/** One row of the benchmark. Everything in it was measured on this machine, in this run. */
export interface BenchmarkRow {
  readonly what: string;
  readonly median: number;
  readonly unit: string;
  readonly runs: number;
  readonly peakMB: number | null;
}
