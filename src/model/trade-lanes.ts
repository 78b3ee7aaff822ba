import { coefficient, counted, reset, type Usage, WAD } from "./reliability.js";

/** The caps of a user, and what the automatic check costs. */
export interface LaneRules {
  /** N. */
  readonly capTrades: bigint;
  /** M, Wh. */
  readonly capEnergyWh: bigint;
  /** rho in WAD, 0 to below 1. */
  readonly rho: bigint;
}

/**
 * R of each trade of two users who trade with nobody else, so that their counts are the same: rho on the fast lane, 1 where
 * the trade is fully verified. **Reading**: the trade that would exceed a cap is verified, both counts start again from zero,
 * and the verified trade itself is not counted.
 *
 * @param energiesWh - energy of each trade in Wh, at least 0
 * @returns R of each in WAD, exact; what the improved market's `coefficient` answers before the trade
 * @throws UserError for a negative energy or a rho outside its domain
 * @example laneCoefficients([3n, 3n, 3n], { capTrades: 9n, capEnergyWh: 6n, rho: 0n }) // [0n, 0n, WAD]
 */
export function laneCoefficients(energiesWh: readonly bigint[], { rho, ...caps }: LaneRules): bigint[] {
  let usage: Usage = { trades: 0n, energyWh: 0n, ...caps };
  return energiesWh.map((energyWh) => {
    const r = coefficient(usage, energyWh, rho);
    usage = r < WAD ? counted(usage, energyWh) : reset(usage);
    return r;
  });
}
