import { DAY_SECONDS } from "./timestamp.js";

/** What rises for so long, so often and over so many rows, and never falls, is no energy of intervals. */
const ROWS = 24;
const RISES = 8;

/**
 * Tells what a register shows from the energy of intervals, row by row in the order of time. What is used or made in a
 * day falls again within it; a register never does until it rolls over. So values that have not fallen over a whole
 * day, at least 24 rows, and have risen 8 times are taken for a register's.
 */
export class RisingValues {
  readonly #intervalSeconds: number;
  #last: { readonly start: number; readonly value: bigint } | undefined;
  /** Since the last fall: the row before the first rise, and what came after it. */
  #since: number | undefined;
  #rows = 0;
  #rises = 0;
  #seen = false;

  constructor(intervalSeconds: number) {
    this.#intervalSeconds = intervalSeconds;
  }

  /** Whether the values look like a register's. */
  get seen(): boolean {
    return this.#seen;
  }

  /** @param start - Unix time of the interval's start, s */
  take(start: number, value: bigint): void {
    const last = this.#last;
    this.#last = { start, value };
    if (last === undefined) return;
    if (value < last.value) {
      this.#since = undefined;
      this.#rises = 0;
      return;
    }
    if (value > last.value) {
      if (this.#since === undefined) {
        this.#since = last.start;
        this.#rows = 1;
      }
      this.#rises += 1;
    }
    if (this.#since === undefined) return;
    this.#rows += 1;
    const seconds = start + this.#intervalSeconds - this.#since;
    if (this.#rows >= ROWS && this.#rises >= RISES && seconds >= DAY_SECONDS) this.#seen = true;
  }
}
