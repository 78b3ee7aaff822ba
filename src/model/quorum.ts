/**
 * Verdicts that decide a full verification in the improved model: floor(2 n / 3) + 1 of n authorities, more than two thirds.
 *
 * @param authorities - n, a whole number of at least 1
 * @example quorum(7) // 5
 */
export function quorum(authorities: number): number {
  return Math.floor((2 * authorities) / 3) + 1;
}
