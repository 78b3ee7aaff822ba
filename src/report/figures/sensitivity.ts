import * as Plot from "@observablehq/plot";

import { greatestOf, leastOf } from "../../model/statistics.js";
import { checkRows, figure } from "./figure.js";
import { compact, logTicks } from "./ticks.js";
import { type LabelPlace, labels, seriesDots, seriesLine } from "./marks.js";
import { type Panel, panel } from "./panel.js";
import { FIGURE_WIDTH, PALETTE, SERIES } from "./style.js";

/** What the fast lane saves and risks at one value of a parameter, with the others at their defaults. */
interface SensitivityPoint {
  readonly value: number;
  /** Saved share of the traditional model's verification time; below 0 if the fast lane costs time. */
  readonly saving: number;
  /** The same as a share of the whole time until a trade is signed. */
  readonly savingOfTrade: number;
  /** Energy traded between two verifications of a user, in kWh. */
  readonly riskKwh: number;
}

/** A sweep of one parameter. */
interface SensitivitySweep {
  /** The axis label: "Cap M [kWh]". */
  readonly parameter: string;
  readonly scale: "linear" | "log";
  /** Its value while the others vary. */
  readonly defaultValue: number;
  /** Ascending in `value`. */
  readonly points: readonly SensitivityPoint[];
}

const COLUMNS = 3;
const WHOLE = { colour: PALETTE.green.light, dash: "2 4", symbol: "diamond" } as const;
const value = (point: SensitivityPoint) => point.value;
const savingPercent = (point: SensitivityPoint) => point.saving * 100;
const tradePercent = (point: SensitivityPoint) => point.savingOfTrade * 100;
const risk = (point: SensitivityPoint) => point.riskKwh;

/**
 * What the fast lane saves (above) and risks (below) against each parameter, as small multiples, three in a row. All
 * savings share one scale; each risk has its own.
 *
 * @throws RangeError when a sweep has no points or a number is not finite
 */
export function sensitivity(sweeps: readonly SensitivitySweep[]): string {
  checkRows("sensitivity", sweeps);
  for (const sweep of sweeps) checkRows(`sensitivity, ${sweep.parameter}`, sweep.points);
  const savings = sweeps.flatMap((sweep) =>
    sweep.points.flatMap((point) => [savingPercent(point), tradePercent(point)]),
  );
  const domain: [number, number] = [Math.min(0, leastOf(savings)), 100];
  const rows: Panel[][] = [];
  for (let first = 0; first < sweeps.length; first += COLUMNS) {
    const row = sweeps.slice(first, first + COLUMNS);
    rows.push(
      row.map((sweep, index) => savingPanel(sweep, domain, first + index === 0)),
      row.map(riskPanel),
    );
  }
  return figure(
    {
      id: "sensitivity",
      title: "What the fast lane saves and what it risks, by parameter",
      description: sweeps.map(summary).join(" "),
    },
    rows,
  );
}

/** @param named - whether this panel labels its two lines */
function savingPanel(sweep: SensitivitySweep, domain: [number, number], named: boolean): Panel {
  const name = [{ x: sweep.defaultValue, y: 0, text: "default" }];
  return panel({
    ...sizes(170),
    x: { label: "", ...xScale(sweep) },
    y: { label: "Time saved [%]", domain, ticks: 5 },
    grid: ["y"],
    marks: [
      Plot.ruleY([0]),
      defaultRule(sweep),
      labels(name, PALETTE.muted.light, defaultPlace(sweep)),
      seriesLine(sweep.points, value, savingPercent, SERIES.improved),
      seriesDots(dotted(sweep), value, savingPercent, SERIES.improved),
      seriesLine(sweep.points, value, tradePercent, WHOLE),
      seriesDots(dotted(sweep), value, tradePercent, WHOLE),
      ...(named ? lineNames(sweep) : []),
    ],
  });
}

function lineNames({ points }: SensitivitySweep): Plot.Markish[] {
  const last = points.slice(-1);
  const name = (y: (point: SensitivityPoint) => number, text: string, colour: string, dy: number) =>
    labels(
      last.map((point) => ({ x: point.value, y: y(point), text })),
      colour,
      { dy, textAnchor: "end" },
    );
  return [
    name(savingPercent, "of verification", SERIES.improved.colour, -14),
    name(tradePercent, "of the whole trade", WHOLE.colour, 16),
  ];
}

function riskPanel(sweep: SensitivitySweep): Panel {
  const style = { colour: PALETTE.purple.light, dash: "8 4", symbol: "triangle" } as const;
  const top = Math.max(greatestOf(sweep.points.map(risk)), 1) * 1.1;
  return panel({
    ...sizes(210),
    x: { label: sweep.parameter, ...xScale(sweep), tickFormat: compact },
    y: { label: "Energy at risk [kWh]", domain: [0, top], ticks: 4, tickFormat: compact },
    grid: ["y"],
    marks: [
      Plot.ruleY([0]),
      defaultRule(sweep),
      seriesLine(sweep.points, value, risk, style),
      seriesDots(dotted(sweep), value, risk, style),
    ],
  });
}

function sizes(height: number) {
  return { width: Math.floor(FIGURE_WIDTH / COLUMNS), height, marginLeft: 58, marginRight: 14 };
}

function xScale({ scale, points }: SensitivitySweep) {
  const values = points.map(value);
  const [low, high] = [leastOf(values), greatestOf(values)];
  return { type: scale, domain: [low, high], ticks: scale === "log" ? logTicks(low, high, 4) : 4 } as const;
}

function defaultRule({ defaultValue }: SensitivitySweep): Plot.Markish {
  return Plot.ruleX([defaultValue], { stroke: PALETTE.muted.light, strokeDasharray: "2 3" });
}

/** On the side of the rule with more room. */
function defaultPlace({ scale, defaultValue, points }: SensitivitySweep): LabelPlace {
  const position = scale === "log" ? Math.log : (x: number) => x;
  const values = points.map(value);
  const left = position(defaultValue) - position(leastOf(values));
  const right = position(greatestOf(values)) - position(defaultValue);
  return left > right ? { dx: -6, dy: -12, textAnchor: "end" } : { dx: 6, dy: -12, textAnchor: "start" };
}

/** No dots where they would overlap. */
function dotted({ points }: SensitivitySweep): readonly SensitivityPoint[] {
  return points.length <= 12 ? points : [];
}

function summary({ parameter, points }: SensitivitySweep): string {
  const at = (point: SensitivityPoint) =>
    `${savingPercent(point).toFixed(0)} % saved and ${risk(point).toFixed(0)} kWh at risk at ${point.value}`;
  return `${parameter}: ${[...points.slice(0, 1), ...points.slice(-1)].map(at).join(", ")}.`;
}
