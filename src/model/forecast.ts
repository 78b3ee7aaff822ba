/**
 * Forecast by persistence: the next interval brings what the last one brought.
 *
 * @param energyWh - metered energy by interval of a day, Wh
 * @param interval - from 0. Of the first, the day's last interval stands in for the evening before (Assumed).
 * @throws RangeError when there is no such interval
 * @example persistenceWh([3n, 5n, 4n], 1) // 3n
 */
export function persistenceWh(energyWh: readonly bigint[], interval: number): bigint {
  const forecast = energyWh.at(interval - 1);
  if (forecast === undefined || interval >= energyWh.length) throw new RangeError(`no interval ${String(interval)}`);
  return forecast;
}
