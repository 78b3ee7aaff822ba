import { UserError } from "./errors.js";
import type { Parameter } from "./parameter.js";

/** 1 in the fixed-point numbers of the chain. */
export const WAD = 10n ** 18n;

/** A user's trades and energy since the last full verification, with the caps on both. */
export interface Usage {
  /** N_k. */
  readonly trades: bigint;
  /** Sum of M_i,k, in Wh. */
  readonly energyWh: bigint;
  /** N. */
  readonly capTrades: bigint;
  /** M, in Wh. */
  readonly capEnergyWh: bigint;
}

/**
 * R(N_k, M_i,k) of one user, equations (10) and (11) of the paper: valid while N_k <= N and 0 <= sum M_i,k <= M, the
 * trade at hand included. **Reading**: R is the share of a full verification that the trade still needs, rho while
 * valid and 1 when not, so the *lower* R, the *more* reliable the user. R of a trade is the greater of its parties',
 * since the fast lane needs both to be valid; the paper prints min R in equation (5), of a coefficient without a
 * formula.
 *
 * Exact, nothing is rounded; the same as `ReliabilityCoefficient.sol`.
 *
 * @param tradeEnergyWh - energy of the trade at hand in Wh, at least 0
 * @param rhoWad - cost of the automatic check relative to a full verification, 0 to below 1 in WAD
 * @returns R in WAD
 * @throws UserError for a negative energy or a rho outside its domain
 * @example coefficient({ trades: 0n, energyWh: 0n, capTrades: 9n, capEnergyWh: 5n }, 5n, 0n) // 0n, and WAD for 6n
 */
export function coefficient(usage: Usage, tradeEnergyWh: bigint, rhoWad: bigint): bigint {
  if (tradeEnergyWh < 0n) throw new UserError(`tradeEnergyWh = ${tradeEnergyWh.toString()}: must be at least 0`);
  if (rhoWad < 0n || rhoWad >= WAD) throw new UserError(`rhoWad = ${rhoWad.toString()}: must be from 0 to below 1e18`);
  const { trades, energyWh } = counted(usage, tradeEnergyWh);
  return trades <= usage.capTrades && energyWh <= usage.capEnergyWh ? rhoWad : WAD;
}

/** R as the plain number that equation (5) multiplies with. Nearest double to the exact quotient. */
export function reliability(coefficientWad: bigint): number {
  return Number(coefficientWad) / Number(WAD);
}

/** The usage after a trade on the fast lane. */
export function counted(usage: Usage, tradeEnergyWh: bigint): Usage {
  return { ...usage, trades: usage.trades + 1n, energyWh: usage.energyWh + tradeEnergyWh };
}

/** The usage after a full verification that succeeded. **Reading**: the verified trade itself is not counted. */
function reset(usage: Usage): Usage {
  return { ...usage, trades: 0n, energyWh: 0n };
}

/** What the automatic check of the fast lane costs; the chain holds it in WAD. */
export const RHO = {
  symbol: "rho",
  meaning: "automatic check of a reliable user, as a share of a full verification",
  unit: "",
  value: 0,
  source: "reading",
  min: 0,
  max: 0.999,
} as const satisfies Parameter;

/** A user's caps and the cost of the automatic check. */
interface LaneRules {
  /** N. */
  readonly capTrades: bigint;
  /** M, Wh. */
  readonly capEnergyWh: bigint;
  /** rho in WAD, 0 to below 1. */
  readonly rho: bigint;
}

/**
 * R of each trade of two users who trade only with each other, so that their counts are equal: rho on the fast lane, 1
 * where the trade is verified in full. **Reading**: a trade that would exceed a cap is verified, both counts restart
 * from zero, and the verified trade itself is not counted.
 *
 * @param energiesWh - energy of each trade in Wh, at least 0
 * @returns R of each in WAD, exact; what the improved market's `coefficient` returns before the trade
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
