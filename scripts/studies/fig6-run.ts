import { reliability } from "../../src/model/reliability.js";
import { tradeTime, type TradeTime } from "../../src/model/time.js";
import { volumesKWh } from "../../src/model/volumes.js";
import { playSequence, type SequencedTrade } from "../simulation/trade-sequence.js";
import { marketOf, timeOf } from "./settings/settings.js";
import type { StudyContext } from "./study.js";

/** A trade of Fig. 6 under one model: the equations' seconds, and what the chain was asked for. */
export interface ModelTrade {
  readonly time: TradeTime;
  readonly measured: SequencedTrade;
}

/** A trade of Fig. 6 under both. */
export interface Fig6Trade {
  /** 1, 2, 3 ... */
  readonly trade: number;
  readonly energyKWh: number;
  /** As the improved market decided it. */
  readonly lane: "fast" | "full";
  /** R by the improved market: rho, or 1 for a full verification. */
  readonly reliability: number;
  readonly traditional: ModelTrade;
  readonly improved: ModelTrade;
}

/**
 * The trades of Fig. 6, run on both markets, each on a chain of its own. What the contract decides goes into equation (5).
 *
 * @throws Error when the contract and the reference model disagree about a trade
 */
export async function fig6Run({ openChain, settings, progress }: StudyContext): Promise<Fig6Trade[]> {
  const volumes = volumesKWh(settings.fig6.volumeSeed, settings.fig6);
  const energiesWh = volumes.map((kWh) => BigInt(kWh) * 1000n);
  const parameters = marketOf(settings);
  const { authorities } = settings.market;
  const play = (kind: "improved" | "traditional") =>
    playSequence(openChain, { kind, parameters, authorities, seed: settings.seed, energiesWh }, (done) => {
      progress(`Fig. 6: ${kind} market: trade ${done} of ${volumes.length}`);
    });
  const [improved, traditional] = await Promise.all([play("improved"), play("traditional")]);
  const time = timeOf(settings);
  return volumes.map((energyKWh, i) => {
    const [fast, slow] = [improved[i], traditional[i]] as [SequencedTrade, SequencedTrade];
    const r = reliability(fast.coefficientWad);
    return {
      trade: i + 1,
      energyKWh,
      lane: fast.fastLane ? "fast" : "full",
      reliability: r,
      traditional: { time: tradeTime(energyKWh, reliability(slow.coefficientWad), time), measured: slow },
      improved: { time: tradeTime(energyKWh, r, time), measured: fast },
    };
  });
}
