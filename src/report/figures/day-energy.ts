import * as Plot from "@observablehq/plot";

import { greatestOf } from "../../model/statistics.js";
import { formatCell } from "../column.js";
import { checkRows, figure } from "./figure.js";
import { type Panel, panel } from "./panel.js";
import { FIGURE_WIDTH, FONT_SIZE, PALETTE, SERIES } from "./style.js";

/** Energy agreed on in one interval of a trading day, on one market and lane. */
interface DayEnergyRow {
  readonly market: "improved" | "traditional";
  readonly lane: "fast" | "full";
  /** Start of the interval in hours since the day began. */
  readonly hour: number;
  /** Length of the interval in hours; 0.5 for half-hours. */
  readonly lengthHours: number;
  readonly energyKwh: number;
}

type Market = DayEnergyRow["market"];

/**
 * A trading day: the energy agreed on in each interval, on the fast lane (filled) and with full verification
 * (outlined), one panel for each market, on one scale.
 *
 * @throws RangeError when there are no rows or a number is not finite
 */
export function dayEnergy(rows: readonly DayEnergyRow[]): string {
  checkRows("day-energy", rows);
  const top = greatestOf(stacked(rows).map((bar) => bar.to)) * 1.05;
  return figure(
    {
      id: "day-energy",
      title: "Energy traded through the day, by market and lane",
      description: `${summary(rows, "improved")} ${summary(rows, "traditional")}`,
    },
    [[marketPanel(rows, "improved", top)], [marketPanel(rows, "traditional", top)]],
  );
}

interface Bar extends DayEnergyRow {
  readonly from: number;
  readonly to: number;
}

/** Stacks full verification on the fast lane of the same market and interval. */
function stacked(rows: readonly DayEnergyRow[]): Bar[] {
  return rows.map((row) => {
    const below = row.lane === "fast" ? 0 : energy(rows, row.market, "fast", row.hour);
    return { ...row, from: below, to: below + row.energyKwh };
  });
}

function energy(rows: readonly DayEnergyRow[], market: Market, lane: DayEnergyRow["lane"], hour?: number): number {
  return rows
    .filter((row) => row.market === market && row.lane === lane && (hour === undefined || row.hour === hour))
    .reduce((sum, row) => sum + row.energyKwh, 0);
}

function marketPanel(rows: readonly DayEnergyRow[], market: Market, top: number): Panel {
  const bars = stacked(rows).filter((bar) => bar.market === market && bar.energyKwh > 0);
  const fast = bars.filter((bar) => bar.lane === "fast");
  const full = bars.filter((bar) => bar.lane === "full");
  const end = greatestOf(rows.map((row) => row.hour + row.lengthHours));
  const place = {
    x1: (bar: Bar) => bar.hour,
    x2: (bar: Bar) => bar.hour + bar.lengthHours,
    y1: (bar: Bar) => bar.from,
    y2: (bar: Bar) => bar.to,
  };
  return panel({
    width: FIGURE_WIDTH,
    height: 250,
    marginRight: 170,
    title: `${market} market`,
    x: { label: "Hour of the day", domain: [0, end], ticks: 12, tickFormat: "d" },
    y: { label: "Energy agreed on [kWh]", domain: [0, top], ticks: 5 },
    grid: ["y"],
    marks: [
      Plot.rect(fast, { ...place, fill: SERIES.improved.colour, inset: 1 }),
      Plot.rect(full, { ...place, fill: PALETTE.band.light, stroke: PALETTE.vermillion.light, inset: 1.5 }),
      Plot.ruleY([0]),
      key(fast.length > 0, end, top * 0.75, "■ fast lane", SERIES.improved.colour),
      key(full.length > 0, end, top * 0.55, "□ full verification", PALETTE.vermillion.light),
    ],
  });
}

function key(shown: boolean, x: number, y: number, text: string, fill: string): Plot.Markish {
  return Plot.text(shown ? [text] : [], {
    x: () => x,
    y: () => y,
    text: (line: string) => line,
    dx: 8,
    textAnchor: "start",
    fontSize: FONT_SIZE,
    fontWeight: 600,
    fill,
  });
}

function summary(rows: readonly DayEnergyRow[], market: Market): string {
  const fast = energy(rows, market, "fast");
  const total = fast + energy(rows, market, "full");
  const share = total === 0 ? 0 : (fast / total) * 100;
  return `${market} market: ${formatCell(total, 1)} kWh, ${share.toFixed(1)} % of it on the fast lane.`;
}
