import * as Plot from "@observablehq/plot";

import { formatCell } from "../column.js";
import { checkRows, figure } from "./figure.js";
import { panel } from "./panel.js";
import { FIGURE_WIDTH, FONT_SIZE, PALETTE, SERIES } from "./style.js";

/** Gas of one step on one market. */
interface DayGasRow {
  readonly market: "improved" | "traditional";
  /** The step in the words of the contracts: "declare", "accept", "verify", "settle" ... */
  readonly step: string;
  readonly gas: number;
  readonly transactions: number;
}

/**
 * Gas of a trading day by step, both markets side by side, with the number of transactions.
 *
 * @param rows - the steps in the order they are to be shown; omit a step that a market does not have
 * @throws RangeError when there are no rows or a number is not finite
 */
export function dayGas(rows: readonly DayGasRow[]): string {
  checkRows("day-gas", rows);
  const steps = [...new Set(rows.map((row) => row.step))];
  const million = (row: DayGasRow) => row.gas / 1e6;
  const name = (row: DayGasRow) => `${row.market} ${formatCell(million(row), 1)} (${formatCell(row.transactions)} tx)`;

  const from = (row: DayGasRow) => steps.indexOf(row.step) + (row.market === "improved" ? 0.12 : 0.5);

  const axes = panel({
    width: FIGURE_WIDTH,
    height: 90 + steps.length * 62,
    marginLeft: 100,
    marginRight: 216,
    x: { label: "Gas of the day [million]", ticks: 6, tickFormat: ",~f" },
    y: {
      label: "",
      domain: [steps.length, 0],
      ticks: steps.map((_, index) => index + 0.5),
      tickFormat: (place: number) => steps[Math.floor(place)] ?? "",
      tickSize: 0,
    },
    grid: ["x"],
    marks: [
      Plot.rect(rows, {
        x1: 0,
        x2: million,
        y1: from,
        y2: (row: DayGasRow) => from(row) + 0.36,
        fill: (row: DayGasRow) => SERIES[row.market].colour,
      }),
      Plot.text(rows, {
        x: million,
        y: (row: DayGasRow) => from(row) + 0.18,
        text: name,
        fill: PALETTE.ink.light,
        fontSize: FONT_SIZE,
        textAnchor: "start",
        dx: 6,
      }),
      Plot.ruleX([0]),
    ],
  });
  return figure(
    {
      id: "day-gas",
      title: "Gas of the day by step, improved and traditional market",
      description: steps.map((step) => summary(step, rows)).join(" "),
    },
    [[axes]],
  );
}

function summary(step: string, rows: readonly DayGasRow[]): string {
  const found = rows.filter((row) => row.step === step);
  return `${step}: ${found.map((row) => `${row.market} ${formatCell(row.gas)} gas in ${formatCell(row.transactions)} transactions`).join(", ")}.`;
}
