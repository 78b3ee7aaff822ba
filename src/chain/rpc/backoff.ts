/** How long to wait between tries. */
export interface Backoff {
  /** Before the second try, ms; each further wait is twice as long. */
  readonly firstMs: number;
  /** No wait is longer, ms. */
  readonly longestMs: number;
  /**
   * Numbers from 0 to below 1, which take up to half off each wait, so that many who were cut off at once do not come
   * back at once; without it the waits are exact.
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
