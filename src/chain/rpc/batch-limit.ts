/**
 * How many calls one node takes in a message. Nodes limit it, each in its own way and words, and some take no batches.
 * What a node refused is never tried again; what failed for another reason is tried with fewer calls, then with more.
 */
export class BatchLimit {
  #most: number;
  #size: number;

  /** @param most - calls in a message to a node without a limit, at least 1 */
  constructor(most: number) {
    this.#most = most;
    this.#size = most;
  }

  /** Calls to put into the next message. */
  get size(): number {
    return this.#size;
  }

  /** The node refused a larger message for its size, and took this many calls. */
  refusedAbove(calls: number): void {
    this.#most = Math.min(this.#most, calls);
    this.#size = Math.min(this.#size, calls);
  }

  /** A message of so many calls failed, perhaps for its size: the next ones have half. */
  failed(calls: number): void {
    this.#size = Math.min(this.#size, Math.max(1, calls >> 1));
  }

  /** The node answered so many calls: the next message may have an eighth more. */
  carried(calls: number): void {
    if (calls < this.#size) return;
    this.#size = Math.min(this.#most, this.#size + Math.ceil(this.#size / 8));
  }
}
