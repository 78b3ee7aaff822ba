import * as Plot from "@observablehq/plot";

import { greatestOf } from "../../model/statistics.js";
import { formatCell } from "../column.js";
import { checkRows, figure } from "./figure.js";
import { endLabels, seriesDots, seriesLine } from "./marks.js";
import { type Panel, panel } from "./panel.js";
import { FIGURE_WIDTH, SERIES } from "./style.js";

/** Cumulative verification time after `trades` trades within an hour. */
interface Fig9Row {
  readonly trades: number;
  /** Cumulative verification time in seconds. */
  readonly bitcoinSeconds: number;
  readonly traditionalSeconds: number;
  readonly improvedSeconds: number;
}

type Model = "bitcoin" | "traditional" | "improved";

const HEIGHT = 360;

/**
 * Fig. 9: cumulative verification time of Bitcoin, the traditional and the improved model, in minutes. A second panel
 * omits Bitcoin, on whose scale the other two would coincide.
 *
 * @param rows - ascending in `trades`
 * @throws RangeError when there are no rows or a number is not finite
 */
export function fig9(rows: readonly Fig9Row[]): string {
  checkRows("fig9", rows);
  const end = rows.slice(-1).map((row) => {
    const [bitcoin, traditional, improved] = (["bitcoin", "traditional", "improved"] as const).map((model) =>
      formatCell(minutes(row, model), 1),
    );
    return `After ${row.trades} trades: Bitcoin ${bitcoin}, traditional ${traditional}, improved ${improved}.`;
  });
  return figure(
    {
      id: "fig9",
      title: "Fig. 9: cumulative verification time against trades in an hour",
      description: `Minutes of verification. ${end.join("")}`,
    },
    [
      [
        modelsPanel("three models", rows, ["bitcoin", "traditional", "improved"]),
        modelsPanel("without Bitcoin", rows, ["traditional", "improved"]),
      ],
    ],
  );
}

function minutes(row: Fig9Row, model: Model): number {
  return row[`${model}Seconds`] / 60;
}

function modelsPanel(title: string, rows: readonly Fig9Row[], models: readonly Model[]): Panel {
  const top = greatestOf(rows.flatMap((row) => models.map((model) => minutes(row, model)))) * 1.05;
  const trades = (row: Fig9Row) => row.trades;
  const last = rows.slice(-1);
  const ends = models.flatMap((model) =>
    last.map((row) => ({
      y: minutes(row, model),
      text: model === "bitcoin" ? "Bitcoin" : model,
      colour: SERIES[model].colour,
    })),
  );
  return panel({
    width: FIGURE_WIDTH / 2,
    height: HEIGHT,
    marginRight: 106,
    title,
    x: { label: "Trades in an hour", ticks: rows.map(trades), tickFormat: "d", insetLeft: 8, insetRight: 4 },
    y: { label: "Verification time [min]", domain: [0, top], ticks: 6 },
    grid: ["y"],
    marks: [
      Plot.ruleY([0]),
      ...models.flatMap((model) => {
        const value = (row: Fig9Row) => minutes(row, model);
        return [seriesLine(rows, trades, value, SERIES[model]), seriesDots(rows, trades, value, SERIES[model])];
      }),
      endLabels(ends, (top * 20) / (HEIGHT - 112), 0),
    ],
  });
}
