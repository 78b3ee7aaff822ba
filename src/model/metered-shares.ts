/**
 * Splits a meter's reading among the agreements of its interval, in proportion to their share of the forecast. Energy
 * that was forecast but not agreed was bought elsewhere and takes its share of the reading.
 *
 * @param meteredWh - energy used in the interval, Wh
 * @param forecastWh - energy that the agreements were to cover, Wh, more than 0
 * @param agreedWh - the agreements' energies, Wh; their sum is at most the forecast
 * @returns Wh by agreement. Cumulative shares are rounded down, so if the whole forecast is agreed they add up to the
 * reading.
 * @throws RangeError when more is agreed than was forecast
 * @example meteredSharesWh(10n, 6n, [2n, 4n]) // [3n, 7n]
 */
export function meteredSharesWh(meteredWh: bigint, forecastWh: bigint, agreedWh: readonly bigint[]): bigint[] {
  let agreed = 0n;
  let metered = 0n;
  return agreedWh.map((energyWh) => {
    agreed += energyWh;
    if (agreed > forecastWh)
      throw new RangeError(`${agreed.toString()} Wh agreed of ${forecastWh.toString()} forecast`);
    const before = metered;
    metered = (meteredWh * agreed) / forecastWh;
    return metered - before;
  });
}

/** Energy that a meter read between two moments, Unix time in s. */
export interface MeteredInterval {
  readonly start: bigint;
  readonly end: bigint;
  readonly microjoules: bigint;
}

/** An agreement's claim to a meter's readings. */
export interface Sharer {
  /** Agreed energy, Wh. */
  readonly energyWh: bigint;
  /** The delivery period, Unix time in s. */
  readonly deliveryStart: bigint;
  readonly deliveryEnd: bigint;
}

/**
 * Splits a meter's readings among agreements whose delivery periods differ. Each interval's energy is split by power:
 * the agreed energy divided by the length of the period, times the seconds that the period runs in the interval.
 * Successive intervals with the same split are summed first, so with one common period this equals
 * {@link meteredSharesWh} of the period's sum with the whole forecast agreed.
 *
 * An agreement's share depends only on readings within its own period: it is known when the period is over, and later
 * readings do not change it.
 *
 * @param intervals - in the order of time, none overlapping another
 * @param sharers - every agreement that runs in one of the intervals; the order decides who gains from rounding
 * @returns microjoules by agreement. Cumulative shares are rounded down in each stretch of equal split. If every
 * interval has an agreement they add up to the readings, and each is less than 1 microjoule off for each such stretch
 * of its period.
 * @example
 * const [first, second] = [{ start: 0n, end: 10n, microjoules: 10n }, { start: 10n, end: 20n, microjoules: 6n }];
 * const long = { energyWh: 4n, deliveryStart: 0n, deliveryEnd: 20n };
 * const short = { energyWh: 6n, deliveryStart: 10n, deliveryEnd: 20n };
 * sharedByPower([first, second], [long, short]) // [11n, 5n]: of the second interval, a quarter and the rest
 */
export function sharedByPower(intervals: readonly MeteredInterval[], sharers: readonly Sharer[]): bigint[] {
  const shares = sharers.map(() => 0n);
  const share = ({ microjoules, weights }: Stretch) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    if (total === 0n) return;
    for (const [i, part] of meteredSharesWh(microjoules, total, weights).entries())
      shares[i] = (shares[i] ?? 0n) + part;
  };
  let stretch: Stretch | undefined;
  for (const interval of intervals) {
    const weights = weightsIn(interval, sharers);
    if (stretch !== undefined && alike(stretch.weights, weights)) {
      stretch = { weights, microjoules: stretch.microjoules + interval.microjoules };
      continue;
    }
    if (stretch !== undefined) share(stretch);
    stretch = { weights, microjoules: interval.microjoules };
  }
  if (stretch !== undefined) share(stretch);
  return shares;
}

/** Successive intervals with the same split, summed. */
interface Stretch {
  readonly microjoules: bigint;
  readonly weights: readonly bigint[];
}

/** The split of an interval: whole numbers in proportion to the energy agreed for it. */
function weightsIn({ start, end }: MeteredInterval, sharers: readonly Sharer[]): bigint[] {
  const running = sharers.map(({ deliveryStart, deliveryEnd }) => {
    const from = deliveryStart > start ? deliveryStart : start;
    const to = deliveryEnd < end ? deliveryEnd : end;
    return to > from ? to - from : 0n;
  });
  // Over a common denominator of the periods that run, so that no weight is rounded.
  const denominator = sharers.reduce(
    (product, sharer, i) => (running[i] === 0n ? product : lowestCommonMultiple(product, lengthOf(sharer))),
    1n,
  );
  return sharers.map((sharer, i) => {
    const seconds = running[i] ?? 0n;
    return seconds === 0n ? 0n : sharer.energyWh * seconds * (denominator / lengthOf(sharer));
  });
}

function lengthOf({ deliveryStart, deliveryEnd }: Sharer): bigint {
  return deliveryEnd - deliveryStart;
}

function alike(some: readonly bigint[], others: readonly bigint[]): boolean {
  return some.every((weight, i) => weight === others[i]);
}

function lowestCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
