import { mulberry32 } from "../../src/model/random.js";
import { reliability } from "../../src/model/reliability.js";
import { tradeTime } from "../../src/model/time.js";
import { laneCoefficients } from "../../src/model/trade-lanes.js";
import { volumesKWh } from "../../src/model/volumes.js";
import { broadcast } from "../../src/broadcast/broadcast.js";
import { marketOf, networkAt, timeAt, type Settings } from "./settings/settings.js";

/** A mean and how far its values reach. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** T_sum of one model at one number of nodes: over the seeds, each the mean of its trades, in seconds. */
export interface Fig78Point {
  readonly model: "traditional" | "improved";
  readonly nodes: number;
  /** By equation (9). */
  readonly equation: Spread;
  /** With a simulated gossip in place of both T_r2 and T_{n+1}. */
  readonly simulated: Spread;
}

/** The trades of one seed: energy and R. */
interface SeededTrades {
  readonly seed: number;
  readonly trades: readonly { readonly energyKWh: number; readonly reliability: number }[];
}

/** The numbers of nodes that Fig. 7 and 8 are drawn at, ascending. */
export function nodesOf({ fig78: { fromNodes, toNodes, stepNodes } }: Settings): number[] {
  return Array.from({ length: Math.floor((toNodes - fromNodes) / stepNodes) + 1 }, (_, i) => fromNodes + i * stepNodes);
}

/** The seeds of volumes and of networks: the settings' and those that follow. */
export function seedsOf({ seed, fig78 }: Settings): number[] {
  return Array.from({ length: fig78.seeds }, (_, i) => seed + i);
}

/** Both models' points at one number of nodes. R is the reference model's, which Fig. 6 checks against the contract. */
export function fig78Points(settings: Settings, nodes: number): Fig78Point[] {
  const runs = seedsOf(settings).map((seed) => ({
    ...tradesOf(settings, seed),
    gossip: gossipSeconds(settings, nodes, seed),
  }));
  return (["traditional", "improved"] as const).map((model) => {
    const sums = runs.map(({ trades, gossip }) => {
      const times = trades.map((trade) =>
        tradeTime(trade.energyKWh, model === "improved" ? trade.reliability : 1, timeAt(settings, nodes)),
      );
      return {
        equation: meanOf(times.map(({ total }) => total)),
        simulated: meanOf(
          times.map(({ total, broadcast: sent, neighbours }) => total - sent - neighbours + 2 * gossip),
        ),
      };
    });
    const over = (way: "equation" | "simulated") => spreadOf(sums.map((sum) => sum[way]));
    return { model, nodes, equation: over("equation"), simulated: over("simulated") };
  });
}

function tradesOf(settings: Settings, seed: number): SeededTrades {
  const volumes = volumesKWh(seed, settings.fig6);
  const coefficients = laneCoefficients(
    volumes.map((kWh) => BigInt(kWh) * 1000n),
    marketOf(settings),
  );
  return {
    seed,
    trades: volumes.map((energyKWh, i) => ({ energyKWh, reliability: reliability(coefficients[i] as bigint) })),
  };
}

/** Seconds until all nodes have a block by gossip, the mean of some blocks. */
function gossipSeconds(settings: Settings, nodes: number, seed: number): number {
  const parameters = networkAt(settings, nodes);
  const { blocks } = settings.fig78;
  const result = broadcast({ parameters, topology: "gossip", mode: "announce", blocks }, mulberry32(seed));
  return result.arrivalSeconds[100] as number;
}

function spreadOf(values: readonly number[]): Spread {
  return { mean: meanOf(values), low: Math.min(...values), high: Math.max(...values) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
