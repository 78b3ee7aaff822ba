import * as Plot from "@observablehq/plot";

import { greatestOf, leastOf } from "../../model/statistics.js";
import { formatCell } from "../column.js";
import { checkRows, figure } from "./figure.js";
import { logTicks, plain } from "./ticks.js";
import { labels, seriesLine } from "./marks.js";
import { panel } from "./panel.js";
import { FIGURE_WIDTH, SERIES } from "./style.js";

/** The time at which a share of the nodes has a block. */
interface ArrivalRow {
  readonly topology: "unicast" | "gossip";
  /** Seconds since the block left its maker; above 0, since the axis is logarithmic. */
  readonly seconds: number;
  /** Share of the nodes that had the block by then, 0 to 1. */
  readonly share: number;
}

/** The most points of a curve: more would not be visible. */
const POINTS = 200;

/**
 * The arrival of a block: the share of the nodes that have it against time, by unicast and by gossip.
 *
 * @param nodes - number of nodes n, for the title
 * @param rows - each topology ascending in `seconds`; at most 200 points of each are drawn, evenly chosen
 * @throws RangeError when a topology has no rows, a number is not finite or a time is not above 0
 */
export function broadcastArrival(nodes: number, rows: readonly ArrivalRow[]): string {
  checkRows("broadcast-arrival", rows);
  const early = rows.find((row) => row.seconds <= 0);
  if (early) throw new RangeError(`broadcast-arrival: seconds is ${early.seconds}, not above 0`);
  const curves = (["gossip", "unicast"] as const).map((topology) => {
    const points = rows.filter((row) => row.topology === topology);
    checkRows(`broadcast-arrival, ${topology}`, points);
    return { topology, points: thin(points), half: points.filter((row) => row.share >= 0.5).slice(0, 1) };
  });
  const seconds = (row: ArrivalRow) => row.seconds;
  const times = rows.map(seconds);
  const percent = (row: ArrivalRow) => row.share * 100;

  const axes = panel({
    width: FIGURE_WIDTH,
    height: 360,
    marginRight: 90,
    x: {
      label: "Time since the block was made [s]",
      type: "log",
      tickFormat: plain,
      ticks: logTicks(leastOf(times), greatestOf(times), 8),
    },
    y: { label: `Nodes that have the block [% of ${formatCell(nodes)}]`, domain: [0, 100], ticks: 5 },
    grid: ["y"],
    marks: [
      Plot.ruleY([0]),
      ...curves.map(({ topology, points }) => seriesLine(points, seconds, percent, SERIES[topology])),
      ...curves.map(({ topology, half }) =>
        labels(
          half.map((row) => ({ x: row.seconds, y: percent(row), text: topology })),
          SERIES[topology].colour,
          { dx: 14, dy: 6, textAnchor: "start" },
        ),
      ),
    ],
  });
  const ends = curves.flatMap(({ topology, half, points }) =>
    half.flatMap((median) =>
      points.slice(-1).map((all) => `${topology}: half after ${time(median)}, all after ${time(all)}.`),
    ),
  );
  return figure(
    {
      id: "broadcast-arrival",
      title: `Arrival of a block at ${formatCell(nodes)} nodes by unicast and by gossip`,
      description: `Share of the nodes against time. ${ends.join(" ")}`,
    },
    [[axes]],
  );
}

function time(row: ArrivalRow): string {
  return `${formatCell(row.seconds)} s`;
}

/** Evenly chosen rows, with the first and the last. */
function thin(rows: readonly ArrivalRow[]): ArrivalRow[] {
  const step = Math.max(1, (rows.length - 1) / (POINTS - 1));
  const chosen = new Set(Array.from({ length: POINTS }, (_, index) => Math.round(index * step)));
  return rows.filter((_, index) => chosen.has(index));
}
