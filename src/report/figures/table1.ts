import * as Plot from "@observablehq/plot";

import { greatestOf, leastOf } from "../../model/statistics.js";
import { formatCell } from "../column.js";
import { checkRows, figure } from "./figure.js";
import { endLabels, labels } from "./marks.js";
import { panel } from "./panel.js";
import { FIGURE_WIDTH, PALETTE, SERIES } from "./style.js";

/** One day of Table 1. */
interface Table1Rate {
  /** 1, 2, 3 ... */
  readonly day: number;
  /** Share of the day's contracts that did not become void, 0 to 1. */
  readonly successRate: number;
}

/** Table 1 as measured and as in the paper. */
interface Table1Data {
  readonly days: readonly Table1Rate[];
  /** Mean of the days, 0 to 1. */
  readonly meanRate: number;
  /** The paper's mean, 0 to 1. */
  readonly paperRate: number;
}

const HEIGHT = 320;

/**
 * Table 1 as a figure: the success rate of each day, their mean, and the paper's mean.
 *
 * @throws RangeError when there are no rows or a number is not finite
 */
export function table1({ days, meanRate, paperRate }: Table1Data): string {
  checkRows("table1", [...days, { meanRate, paperRate }]);
  const percents = days.map(({ day, successRate }) => ({ x: day, y: successRate * 100, text: percent(successRate) }));
  const values = [...percents.map(({ y }) => y), meanRate * 100, paperRate * 100];
  const low = leastOf(values);
  const span = Math.max(greatestOf(values) - low, 0.1);
  const means = [
    { y: meanRate * 100, text: `mean ${percent(meanRate)}`, colour: SERIES.improved.colour },
    { y: paperRate * 100, text: `paper ${percent(paperRate)}`, colour: PALETTE.vermillion.light },
  ];

  const axes = panel({
    width: FIGURE_WIDTH,
    height: HEIGHT,
    marginRight: 140,
    x: { label: "Day", ticks: days.map(({ day }) => day), tickFormat: "d", insetLeft: 40, insetRight: 40 },
    y: { label: "Success rate [%]", domain: [low - span * 0.35, low + span * 1.35], ticks: 5 },
    grid: ["y"],
    marks: [
      Plot.ruleY([meanRate * 100], { stroke: SERIES.improved.colour, strokeWidth: 2 }),
      Plot.ruleY([paperRate * 100], { stroke: PALETTE.vermillion.light, strokeWidth: 2, strokeDasharray: "8 4" }),
      Plot.dot(percents, { x: "x", y: "y", r: 5, fill: SERIES.improved.colour, stroke: PALETTE.paper.light }),
      labels(
        percents.filter(({ y }) => !isBelow(y, means)),
        PALETTE.ink.light,
        { dy: -16 },
      ),
      labels(
        percents.filter(({ y }) => isBelow(y, means)),
        PALETTE.ink.light,
        { dy: 16 },
      ),
      endLabels(means, (span * 1.7 * 20) / (HEIGHT - 86)),
    ],
  });
  return figure(
    {
      id: "table1",
      title: "Table 1: success rate of the contracts by day",
      description:
        `Measured, in per cent: ${percents.map(({ x, text }) => `day ${x} ${text}`).join(", ")}; ` +
        `mean ${percent(meanRate)}. The paper's mean is ${percent(paperRate)}.`,
    },
    [[axes]],
  );
}

/** Whether the nearest line is above: then the label goes below its dot. */
function isBelow(y: number, lines: readonly { readonly y: number }[]): boolean {
  const [nearest] = [...lines].sort((a, b) => Math.abs(a.y - y) - Math.abs(b.y - y));
  return nearest !== undefined && y < nearest.y;
}

function percent(rate: number): string {
  return `${formatCell(rate * 100, 2)} %`;
}
