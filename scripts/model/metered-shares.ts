/**
 * Splits what a meter read among the agreements of its interval, in proportion to their share of the forecast: what
 * was forecast but not agreed was bought elsewhere, and takes its share of the reading with it.
 *
 * @param meteredWh - energy used in the interval, Wh
 * @param forecastWh - what the agreements were to cover, Wh, more than 0
 * @param agreedWh - the agreements' energies, Wh; their sum is at most the forecast
 * @returns Wh by agreement. Cumulative shares are rounded down: with everything agreed they add up to the reading.
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
