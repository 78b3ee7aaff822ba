/** Waits between tries. */
export interface Backoff {
  /** Wait before the second try, ms; each later wait is twice as long. */
  readonly firstMs: number;
  /** The longest wait, ms. */
  readonly longestMs: number;
  /**
   * Numbers from 0 to below 1. They shorten each wait by up to half, so that clients that lost a node together do not
   * all return together. Without it the waits are exact.
   */
  readonly random?: (() => number) | undefined;
}

/**
 * The wait after a failed try, ms.
 *
 * @param attempt - which try failed, from 1
 * @example backoffMs(3, { firstMs: 100, longestMs: 5000 }) // 400
 */
export function backoffMs(attempt: number, { firstMs, longestMs, random }: Backoff): number {
  const full = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return random === undefined ? full : Math.ceil(full * (1 - random() / 2));
}
