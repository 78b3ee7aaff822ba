import { mulberry32, uniformInteger } from "../../src/model/random.js";
import { broadcastArrival } from "../../src/report/figures/broadcast-arrival.js";
import { broadcastGrowth } from "../../src/report/figures/broadcast-growth.js";
import { dayEnergy } from "../../src/report/figures/day-energy.js";
import { dayGas } from "../../src/report/figures/day-gas.js";
import { fig10 } from "../../src/report/figures/fig10.js";
import { fig11 } from "../../src/report/figures/fig11.js";
import { fig6 } from "../../src/report/figures/fig6.js";
import { fig78 } from "../../src/report/figures/fig7-8.js";
import { fig9 } from "../../src/report/figures/fig9.js";
import { sensitivity } from "../../src/report/figures/sensitivity.js";
import { table1 } from "../../src/report/figures/table1.js";

/** Data of the shape and size that the evaluation has, made up for the tests: no result of anything. */
export const figureSamples: Readonly<Record<string, () => string>> = {
  fig6: () => fig6(fig6Rows()),
  "fig7-8": () => fig78([...fig78Rows("traditional"), ...fig78Rows("improved")]),
  fig9: () => fig9(fig9Rows()),
  fig10: () => fig10([surface("poisson"), surface("exact")]),
  fig11: () => fig11({ q: 0.4, speedup: 2.63, rows: fig11Rows() }),
  table1: () => table1({ days: table1Days(), meanRate: 0.99494, paperRate: 0.9951 }),
  sensitivity: () => sensitivity(sweeps()),
  "broadcast-arrival": () => broadcastArrival(9000, [...arrivals("unicast"), ...arrivals("gossip")]),
  "broadcast-growth": () => broadcastGrowth(growth()),
  "day-energy": () => dayEnergy(dayEnergyRows()),
  "day-gas": () => dayGas(gasRows()),
};

/** Trades on both lanes, fully verified at the trades of the paper's Fig. 6. */
export function fig6Rows(): Parameters<typeof fig6>[0][number][] {
  const random = mulberry32(24);
  return range(1, 20).map((trade) => {
    const lane = [4, 9, 12, 16, 19].includes(trade) ? "full" : "fast";
    const base = 20 + uniformInteger(random, 1000, 5000) * 0.0011;
    return { trade, lane, traditionalSeconds: base + 120, improvedSeconds: base + (lane === "full" ? 120 : 0) };
  });
}

function fig78Rows(model: "traditional" | "improved") {
  return range(1, 30).map((step) => {
    const nodes = step * 300;
    const verification = model === "traditional" ? nodes * 0.12 : 0;
    const mean = 4 + verification + Math.log2(nodes) / 10;
    return {
      model,
      nodes,
      equationSeconds: 3 + verification + nodes * 0.02,
      simulatedMeanSeconds: mean,
      simulatedLowSeconds: mean * 0.95,
      simulatedHighSeconds: mean * 1.06,
    } as const;
  });
}

function fig9Rows() {
  return range(1, 10).map((trades) => ({
    trades,
    bitcoinSeconds: trades * 3600,
    traditionalSeconds: trades * 120,
    improvedSeconds: Math.floor(trades / 4) * 120,
  }));
}

/** Falls like the exact law: (4 p q)^z. */
function log10Risk(q: number, z: number): number {
  return q >= 0.5 ? 0 : z * Math.log10(4 * q * (1 - q));
}

function surface(law: "poisson" | "exact"): Parameters<typeof fig10>[0][number] {
  const z = range(0, 50);
  const q = range(0, 50).map((step) => step / 100);
  const steeper = law === "poisson" ? 1.3 : 1;
  const log10Probability = q.map((share) => z.map((blocks) => (blocks === 0 ? 0 : steeper * log10Risk(share, blocks))));
  return { law, z, q, log10Probability };
}

function fig11Rows() {
  return (["traditional", "improved"] as const).flatMap((model) =>
    (["poisson", "exact"] as const).flatMap((law) =>
      range(0, 50).map((z) => {
        const far = model === "improved" ? Math.floor(z * 2.63) : z;
        return { model, law, z, log10Probability: log10Risk(0.4, far) * (law === "poisson" ? 1.1 : 1) };
      }),
    ),
  );
}

function table1Days() {
  return [0.9949, 0.9956, 0.9945, 0.9951, 0.9946].map((successRate, index) => ({ day: index + 1, successRate }));
}

function sweeps(): Parameters<typeof sensitivity>[0][number][] {
  const sweep = (
    parameter: string,
    scale: "linear" | "log",
    defaultValue: number,
    values: readonly number[],
    saving: (value: number) => number,
    riskKwh: (value: number) => number,
  ) => ({
    parameter,
    scale,
    defaultValue,
    points: values.map((value) => {
      return { value, saving: saving(value), savingOfTrade: 0.8 * saving(value), riskKwh: riskKwh(value) };
    }),
  });
  const doubling = [1, 2, 4, 8, 16, 32, 64];
  return [
    sweep(
      "Cap N [trades]",
      "log",
      8,
      doubling,
      (n) => Math.min(0.75, 1 - 1 / n),
      (n) => Math.min(9000, 2800 * n),
    ),
    sweep(
      "Cap M [kWh]",
      "log",
      10_000,
      doubling.map((k) => k * 2500),
      (m) => m / (m + 3500),
      (m) => m * 0.9,
    ),
    sweep(
      "Automatic check rho",
      "linear",
      0,
      range(0, 10).map((k) => k / 8),
      (r) => 0.75 * (1 - r),
      () => 9000,
    ),
    sweep(
      "Nodes n",
      "log",
      1000,
      range(1, 30).map((k) => k * 300),
      () => 0.75,
      () => 9000,
    ),
    sweep(
      "Block time [s]",
      "log",
      12,
      [0.5, 1, 2, 4, 12, 30, 60],
      (s) => 0.75 - s / 100,
      () => 9000,
    ),
    sweep(
      "Committee [authorities]",
      "log",
      100,
      [4, 7, 16, 31, 100, 300, 1000],
      (c) => 0.75 - 0.5 / c,
      () => 9000,
    ),
  ];
}

function arrivals(topology: "unicast" | "gossip") {
  return range(1, 1000).map((step) => {
    const share = step / 1000;
    const seconds = topology === "unicast" ? share * 90 : 0.9 + 0.12 * Math.log(share / (1.001 - share));
    return { topology, share, seconds };
  });
}

function growth() {
  return [300, 1000, 3000, 9000, 30_000, 100_000].flatMap((nodes) => [
    { series: "equation" as const, nodes, seconds: nodes / 100 },
    { series: "unicast" as const, nodes, seconds: (nodes - 1) / 100 + 0.1 },
    { series: "gossip" as const, nodes, seconds: 0.2 + Math.log2(nodes) * 0.08 },
  ]);
}

function dayEnergyRows(): Parameters<typeof dayEnergy>[0][number][] {
  const random = mulberry32(7);
  return range(0, 47).flatMap((step) => {
    const hour = step / 2;
    const total = 12 + 9 * Math.exp(-(((hour - 19) / 2.5) ** 2)) + 5 * random();
    const fast = total * (0.6 + 0.3 * random());
    return [
      { market: "improved", lane: "fast", hour, lengthHours: 0.5, energyKwh: fast },
      { market: "improved", lane: "full", hour, lengthHours: 0.5, energyKwh: total - fast },
      { market: "traditional", lane: "full", hour, lengthHours: 0.5, energyKwh: total * 0.55 },
    ] as const;
  });
}

function gasRows() {
  const row = (step: string, market: "improved" | "traditional", gas: number, transactions: number) => ({
    step,
    market,
    gas,
    transactions,
  });
  return [
    row("declare", "improved", 71_300_000, 960),
    row("declare", "traditional", 70_900_000, 955),
    row("accept", "improved", 131_000_000, 1900),
    row("accept", "traditional", 118_000_000, 1810),
    row("verify", "improved", 22_400_000, 170),
    row("verify", "traditional", 506_000_000, 12_670),
    row("settle", "improved", 109_000_000, 1890),
    row("settle", "traditional", 112_000_000, 1800),
  ];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
