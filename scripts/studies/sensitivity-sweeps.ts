import { type FastLaneWorth, fastLaneWorth, type WorthSettings } from "../../src/model/fast-lane-worth.js";
import { volumesKWh } from "../../src/model/volumes.js";
import { marketOf, timeAt, timeOf, type Settings } from "./settings/settings.js";

/** The parameters that are varied, one at a time. */
type Varied = "capTrades" | "capEnergyKWh" | "rho" | "nodes" | "blockSeconds" | "authorities";

/** The fast lane's worth at one value of one parameter. */
export interface SweepPoint extends FastLaneWorth {
  readonly parameter: Varied;
  readonly value: number;
}

/** One parameter varied, the others as the settings have them. */
export interface Sweep {
  readonly parameter: Varied;
  /** As the figure's axis has it. */
  readonly axis: string;
  readonly symbol: string;
  readonly unit: string;
  readonly scale: "linear" | "log";
  /** To which the edge of a range is found. */
  readonly step: number;
  /** The settings' own value, one of the points. */
  readonly usual: number;
  /** Ascending in `value`. */
  readonly points: readonly SweepPoint[];
}

interface Plan {
  readonly axis: string;
  readonly symbol: string;
  readonly unit?: string;
  readonly scale: "linear" | "log";
  /** 1 without it, for whole numbers. */
  readonly step?: number;
  readonly usual: (settings: Settings) => number;
  readonly values: readonly number[];
  readonly apply: (settings: Settings, value: number) => Settings;
}

const market = (name: "capTrades" | "capEnergyKWh" | "rho"): Pick<Plan, "usual" | "apply"> => ({
  usual: (settings) => settings.market[name],
  apply: (settings, value) => ({ ...settings, market: { ...settings.market, [name]: value } }),
});

const PLANS: Readonly<Record<Varied, Plan>> = {
  capTrades: {
    axis: "Cap N [trades]",
    symbol: "N",
    scale: "log",
    values: [1, 2, 3, 4, 5, 7, 10, 20, 50],
    ...market("capTrades"),
  },
  capEnergyKWh: {
    axis: "Cap M [kWh]",
    symbol: "M",
    unit: "kWh",
    scale: "log",
    // Finer steps would show which of the drawn trades just fit.
    step: 5,
    values: [1000, 1200, 1500, 2000, 3000, 5000, 7000, 10_000, 20_000, 40_000, 80_000],
    ...market("capEnergyKWh"),
  },
  rho: {
    axis: "Automatic check rho",
    symbol: "rho",
    scale: "linear",
    step: 0.001,
    values: [0, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99],
    ...market("rho"),
  },
  nodes: {
    axis: "Nodes n",
    symbol: "n",
    scale: "log",
    values: [10, 30, 100, 300, 1000, 3000, 9000],
    usual: ({ time }) => time.nodes,
    apply: (settings, nodes) => ({ ...settings, time: timeAt(settings, nodes) }),
  },
  blockSeconds: {
    axis: "Block time B [s]",
    symbol: "B",
    unit: "s",
    scale: "log",
    step: 0.1,
    values: [0.5, 1, 2, 5, 12, 30, 60, 120, 300, 600],
    usual: ({ sensitivity }) => sensitivity.blockSeconds,
    apply: (settings, blockSeconds) => ({ ...settings, sensitivity: { ...settings.sensitivity, blockSeconds } }),
  },
  authorities: {
    axis: "Committee n_a",
    symbol: "n_a",
    scale: "log",
    values: [1, 3, 7, 20, 50, 100, 200, 500, 1000],
    usual: (settings) => timeOf(settings).authorities,
    apply: (settings, authorities) => ({ ...settings, time: { ...settings.time, authorities } }),
  },
};

/** Every parameter, varied alone. */
export function sweepsOf(settings: Settings): Sweep[] {
  return (Object.keys(PLANS) as Varied[]).map((parameter) => {
    const { axis, symbol, unit = "", scale, step = 1, ...plan } = PLANS[parameter];
    const usual = plan.usual(settings);
    const points = valuesOf(parameter, settings).map((value): SweepPoint => {
      return { parameter, value, ...worthOf(plan.apply(settings, value)) };
    });
    return { parameter, axis, symbol, unit, scale, step, usual, points };
  });
}

/** The settings with another value of one parameter. */
export function settingsWith(settings: Settings, parameter: Varied, value: number): Settings {
  return PLANS[parameter].apply(settings, value);
}

/** The settings at each value of a parameter: what the chain is asked about. */
export function settingsAlong(parameter: Varied, settings: Settings): Settings[] {
  return valuesOf(parameter, settings).map((value) => settingsWith(settings, parameter, value));
}

/** The fast lane's worth under the settings as they are. */
export function worthOf(settings: Settings): FastLaneWorth {
  const { trades, blockSeconds } = settings.sensitivity;
  const worth: WorthSettings = { rules: marketOf(settings), time: timeOf(settings), blockSeconds };
  return fastLaneWorth(volumesKWh(settings.seed, { ...settings.fig6, trades }), worth);
}

/** The planned values and the settings' own; a committee is never larger than the network. */
function valuesOf(parameter: Varied, settings: Settings): number[] {
  const { values, usual } = PLANS[parameter];
  const possible = parameter === "authorities" ? values.filter((value) => value <= settings.time.nodes) : values;
  return [...new Set([...possible, usual(settings)])].sort((a, b) => a - b);
}
