import { greatestOf, leastOf } from "../../model/statistics.js";
import { formatCell } from "../column.js";
import { checkRows, figure } from "./figure.js";
import { endLabelsLog, seriesDots, seriesLine } from "./marks.js";
import { logTicks, plain } from "./ticks.js";
import { panel } from "./panel.js";
import { FIGURE_WIDTH, SERIES } from "./style.js";

/** The time until all nodes have a block, for one number of nodes. */
interface GrowthRow {
  /** Simulated, or equation (6). */
  readonly series: "unicast" | "gossip" | "equation";
  readonly nodes: number;
  /** Above 0, since the axis is logarithmic. */
  readonly seconds: number;
}

const HEIGHT = 380;
const NAMES = { unicast: "unicast", gossip: "gossip", equation: "equation (6)" };

/**
 * The time until 100 % of the nodes have a block against the number of nodes, on logarithmic axes: a straight line
 * of slope one for unicast and equation (6), almost flat for gossip.
 *
 * @param rows - each series ascending in `nodes`
 * @throws RangeError when there are no rows, a number is not finite, or nodes or seconds are not above 0
 */
export function broadcastGrowth(rows: readonly GrowthRow[]): string {
  checkRows("broadcast-growth", rows);
  const wrong = rows.find((row) => row.nodes <= 0 || row.seconds <= 0);
  if (wrong) throw new RangeError(`broadcast-growth: ${wrong.seconds} s at ${wrong.nodes} nodes, not above 0`);
  const nodes = (row: GrowthRow) => row.nodes;
  const seconds = (row: GrowthRow) => row.seconds;
  const curves = (["unicast", "gossip", "equation"] as const).map((series) => ({
    series,
    points: rows.filter((row) => row.series === series),
  }));
  const ends = curves.flatMap(({ series, points }) =>
    points.slice(-1).map((row) => ({
      y: row.seconds,
      text: NAMES[series],
      colour: SERIES[series].colour,
    })),
  );
  const decades = Math.log10(greatestOf(rows.map(seconds)) / leastOf(rows.map(seconds)));

  const axes = panel({
    width: FIGURE_WIDTH,
    height: HEIGHT,
    marginRight: 120,
    x: { label: "Nodes n", type: "log", tickFormat: plain, ticks: ticks(rows.map(nodes)) },
    y: {
      label: "Time until all nodes have the block [s]",
      type: "log",
      tickFormat: plain,
      ticks: ticks(rows.map(seconds)),
    },
    grid: ["x", "y"],
    marks: [
      ...curves.map(({ series, points }) => seriesLine(points, nodes, seconds, SERIES[series])),
      // The equation's curve covers the unicast's: dots on it would hide the simulated ones.
      ...curves
        .filter(({ series }) => series !== "equation")
        .map(({ series, points }) => seriesDots(points, nodes, seconds, SERIES[series])),
      endLabelsLog(ends, (Math.max(decades, 0.1) * 20) / (HEIGHT - 86)),
    ],
  });
  return figure(
    {
      id: "broadcast-growth",
      title: "Time until all nodes have a block, against the number of nodes",
      description: curves.map(({ series, points }) => summary(NAMES[series], points)).join(" "),
    },
    [[axes]],
  );
}

function ticks(values: readonly number[]): number[] {
  return logTicks(leastOf(values), greatestOf(values), 6);
}

function summary(name: string, rows: readonly GrowthRow[]): string {
  const at = (row: GrowthRow) => `${formatCell(row.seconds)} s at n = ${row.nodes}`;
  return `${name}: ${[...rows.slice(0, 1), ...rows.slice(-1)].map(at).join(", ")}.`;
}
