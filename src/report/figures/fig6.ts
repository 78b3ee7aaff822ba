import * as Plot from "@observablehq/plot";

import { greatestOf } from "../../model/statistics.js";
import { checkRows, figure } from "./figure.js";
import { endLabels, labels, seriesDots, seriesLine } from "./marks.js";
import { panel } from "./panel.js";
import { FIGURE_WIDTH, PALETTE, SERIES } from "./style.js";

/** One trade of Fig. 6 in both models. */
interface Fig6Row {
  /** 1, 2, 3 ... */
  readonly trade: number;
  /** The lane of the improved model, as the contract decided it. */
  readonly lane: "fast" | "full";
  /** T_sum of equation (9) in seconds. */
  readonly traditionalSeconds: number;
  readonly improvedSeconds: number;
}

/**
 * Fig. 6: the time T_sum of each trade in both models; a band marks trades with full verification.
 *
 * @param rows - one per trade, ascending
 * @throws RangeError when there are no rows or a number is not finite
 */
export function fig6(rows: readonly Fig6Row[]): string {
  checkRows("fig6", rows);
  const full = rows.filter((row) => row.lane === "full");
  const top = greatestOf(rows.flatMap((row) => [row.traditionalSeconds, row.improvedSeconds]));
  const trade = (row: Fig6Row) => row.trade;
  const traditional = (row: Fig6Row) => row.traditionalSeconds;
  const improved = (row: Fig6Row) => row.improvedSeconds;
  const end = (value: (row: Fig6Row) => number, model: "traditional" | "improved") =>
    rows.slice(-1).map((row) => ({ y: value(row), text: model, colour: SERIES[model].colour }));

  const axes = panel({
    width: FIGURE_WIDTH,
    height: 380,
    marginRight: 106,
    x: { label: "Trade", ticks: rows.map(trade), tickFormat: "d", tickSize: 0, insetLeft: 18, insetRight: 18 },
    y: { label: "Time of a trade T_sum [s]", domain: [0, top * 1.12], ticks: 6 },
    grid: ["y"],
    marks: [
      Plot.rectX(full, {
        x1: (row: Fig6Row) => row.trade - 0.4,
        x2: (row: Fig6Row) => row.trade + 0.4,
        fill: PALETTE.band.light,
      }),
      labels(
        full.slice(0, 1).map((row) => ({ x: row.trade, y: top * 1.12, text: "full verification" })),
        PALETTE.muted.light,
        { dx: -12, dy: 10, textAnchor: "start" },
      ),
      Plot.ruleY([0]),
      seriesLine(rows, trade, traditional, SERIES.traditional),
      seriesLine(rows, trade, improved, SERIES.improved),
      seriesDots(rows, trade, traditional, SERIES.traditional),
      seriesDots(rows, trade, improved, SERIES.improved),
      endLabels([...end(traditional, "traditional"), ...end(improved, "improved")], top * 0.08),
    ],
  });
  return figure(
    {
      id: "fig6",
      title: "Fig. 6: time of each trade, traditional and improved model",
      description:
        `T_sum in seconds of ${rows.length} trades. Full verification, with the same time in both models, at trades ` +
        `${full.map(trade).join(", ") || "none"}; at the others the improved model is on the fast lane.`,
    },
    [[axes]],
  );
}
