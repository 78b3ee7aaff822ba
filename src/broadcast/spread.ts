/** One block on its way from its source to all other nodes. */
export interface Spread {
  /** When each of them has received it, in seconds from the start, ascending. The next block overwrites it. */
  readonly arrivals: Float64Array;
  /** Events taken from the queue. */
  readonly events: number;
  readonly messages: number;
  readonly bytes: number;
}

/** Sends a block from a source to all other nodes. */
export type Spreading = (source: number) => Spread;
