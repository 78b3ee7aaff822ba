import { requireWithin } from "./parameter.js";
import type { TimeParameters } from "./time-parameters.js";

/** Seconds that one trade takes, by the parts of equations (4) to (9). */
interface TradeTime {
  /** T, equation (4). */
  readonly handling: number;
  /** T_r1, equation (5). */
  readonly verification: number;
  /** T_r2, equation (6). */
  readonly broadcast: number;
  /** T_r3, equation (7). */
  readonly blockCheck: number;
  /** T_r = T + T_r1 + T_r2 + T_r3, equation (8). */
  readonly trade: number;
  /** T_{n+1}. */
  readonly neighbours: number;
  /** T_sum = T_r + T_{n+1}, equation (9). */
  readonly total: number;
}

/**
 * The time of one trade, equations (4) to (9) of the paper, in seconds.
 *
 * @param energyKWh - M, energy of the trade in kWh, 0 to 1e12
 * @param reliability - R of the trade, 0 to 1; 1 is a full verification, and always the traditional model's
 * @throws UserError naming a value outside its domain
 * @example tradeTime(1000, 1, timeParameters()).total // 141.16 = 1.1 + 120 + 10 + 0.05 + 10.01
 */
export function tradeTime(energyKWh: number, reliability: number, parameters: TimeParameters): TradeTime {
  requireWithin("energyKWh", energyKWh, { min: 0, max: 1e12 });
  requireWithin("reliability", reliability, { min: 0, max: 1 });
  const handling = parameters.handlingSecondsPerKWh * energyKWh * (1 + parameters.handlingExtra);
  const verification = fullVerificationSeconds(parameters) * reliability;
  const broadcast = unicastSeconds(parameters.nodes, parameters);
  const blockCheck = parameters.checkSecondsPerMB * parameters.blockMB;
  const trade = handling + verification + broadcast + blockCheck;
  const neighbours = unicastSeconds(parameters.nodes + 1, parameters);
  return { handling, verification, broadcast, blockCheck, trade, neighbours, total: trade + neighbours };
}

/** T_c = c * ceil(n_a / k) seconds: n_a authorities check a trade, k at a time. **Assumed**: the paper has no T_c. */
export function fullVerificationSeconds(parameters: TimeParameters): number {
  return parameters.tradeCheckSeconds * Math.ceil(parameters.authorities / parameters.parallelChecks);
}

/**
 * Time for a source to send a block to one receiver after the other: receivers * V / W seconds. With n receivers that
 * is T_r2, equation (6). With n + 1 it is T_{n+1} of equation (9), a **reading**: S sends one block to its n + 1
 * neighbours.
 *
 * @example unicastSeconds(9000, { blockMB: 1, bandwidthMBps: 100 }) // 90
 */
export function unicastSeconds(
  receivers: number,
  { blockMB, bandwidthMBps }: Pick<TimeParameters, "blockMB" | "bandwidthMBps">,
): number {
  return (receivers * blockMB) / bandwidthMBps;
}

/** **From the paper**: Bitcoin's verification of one trade, 60 minutes, in seconds (Fig. 9). */
export const BITCOIN_VERIFICATION_SECONDS = 3600;
