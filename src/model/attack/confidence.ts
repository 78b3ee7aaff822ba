export interface Interval {
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
