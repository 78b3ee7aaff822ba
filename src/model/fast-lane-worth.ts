import { laneCoefficients, reliability, WAD } from "./reliability.js";
import { greatestOf } from "./statistics.js";
import type { TimeParameters } from "./time-parameters.js";
import { fullVerificationSeconds, tradeTime } from "./time.js";

/** The settings under which the fast lane is weighed. */
export interface WorthSettings {
  readonly rules: Parameters<typeof laneCoefficients>[1];
  readonly time: TimeParameters;
  /** Time from one block to the next, s. **Assumed**: the paper's equations do not wait for blocks. */
  readonly blockSeconds: number;
}

/** What the fast lane saves, and what it risks. */
export interface FastLaneWorth {
  /** Share of the trades that need no full verification. */
  readonly fastShare: number;
  /** Saved share of the traditional model's verification time, which is T_c and the block that a verdict waits for. */
  readonly verificationSaved: number;
  /** Saved share of the traditional model's whole time until a trade is signed. */
  readonly tradeSaved: number;
  /** Energy of a pair of users between two full verifications, kWh: mean and maximum. */
  readonly riskMeanKWh: number;
  readonly riskMostKWh: number;
}

/** Blocks that a trade waits for until it is signed: its offer's and its acceptance's. */
const BLOCKS_UNTIL_SIGNED = 2;
/** A full verification waits for one more. */
const BLOCKS_OF_VERIFICATION = 1;

/**
 * Weighs the fast lane over a sequence of trades of two users. A trade takes T_sum of equation (9) and the blocks that
 * it waits for; a full verification is T_c and a block, in both models.
 *
 * @param volumesKWh - energy of each trade in whole kWh, at least one trade
 * @throws UserError naming a value outside its domain
 * @example fastLaneWorth(volumesKWh(1, VOLUMES), { rules, time: timeParameters(), blockSeconds: 0 }).verificationSaved
 * // 0.75
 */
export function fastLaneWorth(
  volumesKWh: readonly number[],
  { rules, time, blockSeconds }: WorthSettings,
): FastLaneWorth {
  const energies = volumesKWh.map((kWh) => BigInt(kWh) * 1000n);
  const trades = laneCoefficients(energies, rules).map((wad, i) => ({
    energyKWh: volumesKWh[i] as number,
    fast: wad < WAD,
    r: reliability(wad),
  }));
  const verifying = (fast: boolean, r: number) =>
    fullVerificationSeconds(time) * r + (fast ? 0 : BLOCKS_OF_VERIFICATION * blockSeconds);
  let [verification, whole, saved] = [0, 0, 0];
  for (const { energyKWh, fast, r } of trades) {
    const full = verifying(false, 1);
    verification += full;
    whole += tradeTime(energyKWh, 0, time).total + BLOCKS_UNTIL_SIGNED * blockSeconds + full;
    saved += full - verifying(fast, r);
  }
  const risks = energiesBetween(trades);
  return {
    fastShare: trades.filter(({ fast }) => fast).length / trades.length,
    verificationSaved: verification === 0 ? 0 : saved / verification,
    tradeSaved: whole === 0 ? 0 : saved / whole,
    riskMeanKWh: risks.reduce((sum, kWh) => sum + kWh, 0) / risks.length,
    riskMostKWh: greatestOf(risks),
  };
}

/** Energy on the fast lane before each full verification; of all trades where there is none. */
function energiesBetween(trades: readonly { readonly energyKWh: number; readonly fast: boolean }[]): number[] {
  const risks: number[] = [];
  let energy = 0;
  for (const { energyKWh, fast } of trades) {
    if (fast) energy += energyKWh;
    else {
      risks.push(energy);
      energy = 0;
    }
  }
  return risks.length === 0 ? [energy] : risks;
}
