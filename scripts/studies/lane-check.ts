import { WAD } from "../../src/model/reliability.js";
import type { SequencedTrade } from "../simulation/trade-sequence.js";

/**
 * Requires that the contract decided each trade as the reference model does. The figures are drawn from the chain; that a
 * second implementation says the same is what makes either credible.
 *
 * @param expected - R of each trade by the reference model, WAD
 * @throws Error naming the first trade about which they disagree
 */
export function requireSameLanes(market: string, trades: readonly SequencedTrade[], expected: readonly bigint[]): void {
  for (const [i, { coefficientWad, fastLane }] of trades.entries()) {
    const wad = expected[i] as bigint;
    if (coefficientWad === wad && fastLane === wad < WAD) continue;
    const lane = fastLane ? "fast lane" : "full verification";
    throw new Error(
      `trade ${i + 1} on the ${market} market: the contract says R = ${coefficientWad} WAD and ${lane}, the reference model R = ${wad} WAD`,
    );
  }
}
