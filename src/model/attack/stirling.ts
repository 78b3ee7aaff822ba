/**
 * Poisson(n; n) = n^n e^-n / n!, the weight of a Poisson law at its own mean, to about 1e-15.
 * Above 22!, the last factorial that a number holds exactly, by Stirling's series.
 *
 * @param n - a whole number, at least 1
 * @example poissonPeak(1) // 1 / e
 */
export function poissonPeak(n: number): number {
  const small = smallPeaks[n];
  if (small !== undefined) return small;
  const n2 = n * n;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * n2)) / n2) / n2) / n;
  return Math.exp(-series) / Math.sqrt(2 * Math.PI * n);
}

/**
 * C(2n, n) / 4^n, the chance of n heads in 2n throws, to about 1e-15.
 *
 * @param n - a whole number, at least 1
 * @example evenSplit(1) // 0.5
 */
export function evenSplit(n: number): number {
  return poissonPeak(n) ** 2 / poissonPeak(2 * n);
}

const LAST_EXACT_FACTORIAL = 22;
const smallPeaks: readonly number[] = Array.from(
  { length: LAST_EXACT_FACTORIAL + 1 },
  (_, n) => (n ** n * Math.exp(-n)) / factorial(n),
);

function factorial(n: number): number {
  let product = 1;
  for (let factor = 2; factor <= n; factor++) product *= factor;
  return product;
}
