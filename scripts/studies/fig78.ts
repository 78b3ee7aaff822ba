import { broadcast } from "../../src/broadcast/broadcast.js";
import { UserError } from "../../src/model/errors.js";
import { mulberry32 } from "../../src/model/random.js";
import { laneCoefficients, reliability } from "../../src/model/reliability.js";
import { greatestOf, leastOf } from "../../src/model/statistics.js";
import { tradeTime, unicastSeconds } from "../../src/model/time.js";
import { volumesKWh } from "../../src/model/volumes.js";
import type { Column } from "../../src/report/column.js";
import { fig78 } from "../../src/report/figures/fig7-8.js";
import { parameterFacts, studyResult, studyTable } from "./result.js";
import { SETTING_TABLES, timeOf, type Settings, marketOf, networkAt, timeAt } from "./settings/settings.js";
import type { Study, StudyResult } from "./study.js";

/** Fig. 7 and 8: the time of a trade against the number of nodes. */
export const fig78Study: Study = {
  id: "fig78",
  title: "Fig. 7 and 8: the time of a trade against the number of nodes",
  check: (settings) => {
    timeOf(settings);
    volumesKWh(settings.seed, settings.fig6);
    const { fromNodes, toNodes } = settings.fig78;
    if (toNodes < fromNodes)
      throw new UserError(`fig78.toNodes = ${toNodes}: must not be below fig78.fromNodes = ${fromNodes}`);
  },
  run: ({ settings, progress }) => {
    const points = nodesOf(settings).flatMap((nodes) => {
      progress(`Fig. 7, 8: n = ${nodes}`);
      return pointsAt(settings, nodes);
    });
    return Promise.resolve(resultOf(points, settings));
  },
};

/** A mean over the seeds, with the least and the greatest of them. */
interface SeedSpread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** T_sum of one model at one number of nodes: over the seeds, each the mean of its trades, in seconds. */
export interface Fig78Point {
  readonly model: "traditional" | "improved";
  readonly nodes: number;
  /** By equation (9). */
  readonly equation: SeedSpread;
  /** With a simulated gossip in place of both T_r2 and T_{n+1}. */
  readonly simulated: SeedSpread;
}

/** The numbers of nodes that Fig. 7 and 8 are drawn at, ascending. */
function nodesOf({ fig78: { fromNodes, toNodes, stepNodes } }: Settings): number[] {
  return Array.from({ length: Math.floor((toNodes - fromNodes) / stepNodes) + 1 }, (_, i) => fromNodes + i * stepNodes);
}

/** The seeds of volumes and of networks: the settings' and those that follow. */
function seedsOf({ seed, fig78 }: Settings): number[] {
  return Array.from({ length: fig78.seeds }, (_, i) => seed + i);
}

/** Both models' points at one number of nodes. R is the reference model's, which Fig. 6 checks against the contract. */
function pointsAt(settings: Settings, nodes: number): Fig78Point[] {
  const runs = seedsOf(settings).map((seed) => ({
    trades: tradesOf(settings, seed),
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

/** Energy and R of each trade of one seed. */
function tradesOf(settings: Settings, seed: number): { energyKWh: number; reliability: number }[] {
  const volumes = volumesKWh(seed, settings.fig6);
  const coefficients = laneCoefficients(
    volumes.map((kWh) => BigInt(kWh) * 1000n),
    marketOf(settings),
  );
  return volumes.map((energyKWh, i) => ({ energyKWh, reliability: reliability(coefficients[i] as bigint) }));
}

/** Seconds until all nodes have a block by gossip, the mean of some blocks. */
function gossipSeconds(settings: Settings, nodes: number, seed: number): number {
  const parameters = networkAt(settings, nodes);
  const { blocks } = settings.fig78;
  const result = broadcast({ parameters, topology: "gossip", mode: "announce", blocks }, mulberry32(seed));
  return result.arrivalSeconds[100] as number;
}

function spreadOf(values: readonly number[]): SeedSpread {
  return { mean: meanOf(values), low: leastOf(values), high: greatestOf(values) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const spreadColumns = (name: "equation" | "simulated"): Column<Fig78Point>[] =>
  (["mean", "low", "high"] as const satisfies readonly (keyof SeedSpread)[]).map((part) => ({
    name: `${name}_${part}_s`,
    heading: `${name === "equation" ? "Equation (9)" : "Simulated"}, ${part} [s]`,
    value: (point) => point[name][part],
    decimals: 2,
  }));

const COLUMNS: readonly Column<Fig78Point>[] = [
  { name: "model", heading: "Model", value: ({ model }) => model },
  { name: "nodes", heading: "n", value: ({ nodes }) => nodes },
  ...spreadColumns("equation"),
  ...spreadColumns("simulated"),
];

function resultOf(points: readonly Fig78Point[], settings: Settings): StudyResult {
  const svg = fig78(
    points.map(({ model, nodes, equation, simulated }) => ({
      model,
      nodes,
      equationSeconds: equation.mean,
      simulatedMeanSeconds: simulated.mean,
      simulatedLowSeconds: simulated.low,
      simulatedHighSeconds: simulated.high,
    })),
  );
  const ends = nodesOf(settings);
  const seeds = seedsOf(settings);
  const shown = new Set([ends[0], ends[Math.floor(ends.length / 2)], ends.at(-1)]);
  return studyResult({
    id: fig78Study.id,
    title: fig78Study.title,
    paragraphs: [
      "T_sum of a trade: the mean over the trades of Fig. 6, drawn anew for each of several seeds, with the least and the greatest of the seeds. It is computed once by equation (9), whose two broadcasts are unicasts, and once with a simulated gossip in place of T_r2 and of T_{n+1}.",
      riseOf(points, settings),
    ],
    answer: answerOf(points),
    figures: [
      {
        name: "fig78",
        svg,
        caption:
          "The band reaches from the least to the greatest of the seeds, which differ in the trades' energies, the lanes and the peers of each node. Each panel has its own scale.",
        source: "equations (4) to (9), Fig. 7 and 8 of the paper; simulated gossip beyond it",
        parameters: [
          ...parameterFacts(SETTING_TABLES.time, timeOf(settings)).filter(
            ({ label }) => label !== "n" && (label !== "n_a" || settings.time.authorities !== undefined),
          ),
          ...(settings.time.authorities === undefined ? [{ label: "n_a", value: "n", mark: "assumed" as const }] : []),
          ...parameterFacts(SETTING_TABLES.network, settings.network),
          ...parameterFacts(SETTING_TABLES.market, settings.market, ["capTrades", "capEnergyKWh", "rho"]),
          ...parameterFacts(SETTING_TABLES.fig6, settings.fig6, ["trades", "lowKWh", "highKWh"]),
          ...parameterFacts(SETTING_TABLES.fig78, settings.fig78, ["blocks"]),
          { label: "seeds", value: `${seeds[0]} to ${seeds.at(-1)}` },
        ],
      },
    ],
    tables: [
      studyTable({
        name: "fig78",
        caption: "T_sum at some numbers of nodes; the CSV has all.",
        rows: points,
        shown: points.filter(({ nodes }) => shown.has(nodes)),
        columns: COLUMNS,
      }),
    ],
    json: { seed: settings.seed, seeds, points },
    summary: [],
  });
}

/** How much of the rise of equation (9) comes from its two broadcasts, and where the rest comes from. */
function riseOf(points: readonly Fig78Point[], settings: Settings): string {
  const of = (model: Fig78Point["model"]) => {
    const [first, last] = endsOf(points, model);
    const broadcasts = broadcastSeconds(settings, last.nodes) - broadcastSeconds(settings, first.nodes);
    const rise = last.equation.mean - first.equation.mean;
    const share = rise === 0 ? 0 : (100 * broadcasts) / rise;
    return `${broadcasts.toFixed(1)} of ${rise.toFixed(1)} s (${share.toFixed(1)} %) in the ${model} model`;
  };
  const rest =
    settings.time.authorities === undefined
      ? "The rest comes from T_c = c ceil(n_a / k), which rises with n because every node is taken to be an authority: assumed, since the paper gives no T_c. Every trade of the traditional model takes T_c; of the improved model's trades, those that are verified in full do."
      : "T_c does not rise with n, because the number of authorities is fixed.";
  return `Of the rise of equation (9) with n, the two broadcasts T_r2 and T_{n+1} make up ${of("traditional")} and ${of("improved")}. ${rest}`;
}

/** T_r2 + T_{n+1}, equations (6) and (9), in seconds. */
function broadcastSeconds(settings: Settings, nodes: number): number {
  const time = timeAt(settings, nodes);
  return unicastSeconds(nodes, time) + unicastSeconds(nodes + 1, time);
}

function answerOf(points: readonly Fig78Point[]): string {
  const of = (model: Fig78Point["model"]) => {
    const [first, last] = endsOf(points, model);
    const way = (name: "equation" | "simulated") =>
      `from ${first[name].mean.toFixed(1)} to ${last[name].mean.toFixed(1)} s`;
    return `the ${model} model goes ${way("equation")} by equation (9) and ${way("simulated")} with simulated gossip`;
  };
  const nodes = points.map((point) => point.nodes);
  return `From n = ${leastOf(nodes)} to n = ${greatestOf(nodes)} ${of("traditional")}; ${of("improved")}.`;
}

/** A model's points at the fewest and at the most nodes. */
function endsOf(points: readonly Fig78Point[], model: Fig78Point["model"]): [Fig78Point, Fig78Point] {
  const own = points.filter((point) => point.model === model);
  return [own[0], own.at(-1)] as [Fig78Point, Fig78Point];
}
