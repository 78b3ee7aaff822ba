interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for the probability behind an observed share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927),
 * at 99 % confidence. Unlike the textbook interval it stays within [0, 1] and holds near both ends.
 *
 * @param successes - a whole number from 0 to trials
 * @param trials - a whole number, at least 1
 * @example wilsonInterval(50, 100) // { low: 0.375..., high: 0.624... }
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  const share = successes / trials;
  const weight = QUANTILE_99 ** 2 / trials;
  const centre = share + weight / 2;
  const radius = Math.sqrt(weight * (share * (1 - share) + weight / 4));
  // At the ends the formula gives 0 and 1 exactly; rounding might not.
  return {
    low: successes === 0 ? 0 : (centre - radius) / (1 + weight),
    high: successes === trials ? 1 : (centre + radius) / (1 + weight),
  };
}

/** The 99.5th percentile of the normal law: 0.5 % lies beyond it on either side. */
const QUANTILE_99 = 2.5758293035489004;

/**
 * The exponent with which a cost grows: the slope of log(cost) against log(size), by least squares. 1 is linear growth.
 *
 * @param points - size and cost, both above 0; at least two sizes
 * @throws RangeError with fewer than two sizes
 * @example growthExponent([[1, 3], [10, 300]]) // 2
 */
export function growthExponent(points: readonly (readonly [size: number, cost: number])[]): number {
  const xs = points.map(([size]) => Math.log(size));
  const ys = points.map(([, cost]) => Math.log(cost));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const spread = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  if (!(spread > 0)) throw new RangeError("growth needs two sizes");
  return xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] ?? my) - my), 0) / spread;
}

/**
 * The middle value, or the mean of the two in the middle.
 *
 * @throws RangeError for no values
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("no median of no values");
  return (lower + upper) / 2;
}

/**
 * The least of any number of values. `Math.min(...values)` fails when there are more than fit a call's stack.
 *
 * @returns Infinity for no values; NaN when one is NaN
 */
export function leastOf(values: Iterable<number>): number {
  let least = Infinity;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/**
 * The greatest of any number of values, as {@link leastOf}.
 *
 * @returns -Infinity for no values; NaN when one is NaN
 */
export function greatestOf(values: Iterable<number>): number {
  let greatest = -Infinity;
  for (const value of values) greatest = Math.max(greatest, value);
  return greatest;
}
