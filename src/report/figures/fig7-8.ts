import * as Plot from "@observablehq/plot";

import { greatestOf } from "../../model/statistics.js";
import { formatCell } from "../column.js";
import { checkRows, figure } from "./figure.js";
import { type Label, type LabelPlace, labels, seriesLine } from "./marks.js";
import { type Panel, panel } from "./panel.js";
import { FIGURE_WIDTH, SERIES } from "./style.js";

/** T_sum of one model at one number of nodes. */
interface Fig78Row {
  readonly model: "traditional" | "improved";
  /** Nodes n. */
  readonly nodes: number;
  /** T_sum by equation (9), whose broadcast is unicast, in seconds. */
  readonly equationSeconds: number;
  /** T_sum with simulated gossip in place of T_r2 and T_{n+1}: mean, least and greatest over the seeds, in seconds. */
  readonly simulatedMeanSeconds: number;
  readonly simulatedLowSeconds: number;
  readonly simulatedHighSeconds: number;
}

const nodes = (row: Fig78Row) => row.nodes;
const equation = (row: Fig78Row) => row.equationSeconds;
const simulated = (row: Fig78Row) => row.simulatedMeanSeconds;

/**
 * Fig. 7 and 8: T_sum against the number of nodes by equation (9) and with simulated gossip, whose band reaches from
 * the least to the greatest of its seeds. One panel for each model, each with its own scale.
 *
 * @param rows - both models, each ascending in `nodes`
 * @throws RangeError when a model has no rows or a number is not finite
 */
export function fig78(rows: readonly Fig78Row[]): string {
  checkRows("fig7-8", rows);
  const traditional = rows.filter((row) => row.model === "traditional");
  const improved = rows.filter((row) => row.model === "improved");
  return figure(
    {
      id: "fig7-8",
      title: "Fig. 7 and 8: time of a trade against the number of nodes",
      description: `T_sum in seconds. ${summary("Traditional", traditional)} ${summary("Improved", improved)}`,
    },
    [[modelPanel("Fig. 7: traditional", traditional), modelPanel("Fig. 8: improved", improved)]],
  );
}

function modelPanel(title: string, rows: readonly Fig78Row[]): Panel {
  checkRows(title, rows);
  const top = greatestOf(rows.flatMap((row) => [row.equationSeconds, row.simulatedHighSeconds])) * 1.05;
  return panel({
    width: FIGURE_WIDTH / 2,
    height: 380,
    title,
    x: { label: "Nodes n", domain: [0, greatestOf(rows.map(nodes))], ticks: 4 },
    y: { label: "T_sum [s]", domain: [0, top], ticks: 6 },
    grid: ["y"],
    marks: [
      Plot.ruleY([0]),
      Plot.areaY(rows, {
        x: nodes,
        y1: (row: Fig78Row) => row.simulatedLowSeconds,
        y2: (row: Fig78Row) => row.simulatedHighSeconds,
        fill: SERIES.gossip.colour,
        fillOpacity: 0.25,
      }),
      seriesLine(rows, nodes, equation, SERIES.equation),
      seriesLine(rows, nodes, simulated, SERIES.gossip),
      ...lineLabels(rows, top),
    ],
  });
}

/** The upper line's label is above it to the left, the lower one's below it to the right, or above it near the axis. */
function lineLabels(rows: readonly Fig78Row[], top: number): Plot.Markish[] {
  const middle = rows.slice(Math.floor(rows.length * 0.45)).slice(0, 1);
  const above: LabelPlace = { dx: -8, dy: -10, textAnchor: "end" };
  const below: LabelPlace = { dx: 8, dy: 14, textAnchor: "start" };
  const onAxis: LabelPlace = { dy: -14 };
  const at = (value: (row: Fig78Row) => number, text: string): Label[] =>
    middle.map((row) => ({ x: row.nodes, y: value(row), text }));
  const equationIsUpper = middle.every((row) => equation(row) >= simulated(row));
  const lower = (value: (row: Fig78Row) => number) => (middle.every((row) => value(row) < top * 0.15) ? onAxis : below);
  return [
    labels(at(equation, "equation (9)"), SERIES.equation.colour, equationIsUpper ? above : lower(equation)),
    labels(at(simulated, "simulated gossip"), SERIES.gossip.colour, equationIsUpper ? lower(simulated) : above),
  ];
}

function summary(model: string, rows: readonly Fig78Row[]): string {
  const text = (row: Fig78Row) =>
    `${formatCell(equation(row), 1)} by equation and ${formatCell(simulated(row), 1)} simulated at n = ${row.nodes}`;
  return `${model}: ${[...rows.slice(0, 1), ...rows.slice(-1)].map(text).join(", ")}.`;
}
