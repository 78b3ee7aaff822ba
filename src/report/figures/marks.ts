import * as Plot from "@observablehq/plot";

import { spread } from "./spread.js";
import { FONT_SIZE, PALETTE, type SeriesStyle } from "./style.js";

/** A text at a point of the data. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** A label's offset from its point, in px, and its text anchor. */
export interface LabelPlace {
  readonly dx?: number;
  readonly dy?: number;
  readonly textAnchor?: "start" | "middle" | "end";
}

/** Labels in the plot instead of a legend, with a halo so that they stay readable on lines. */
export function labels(at: readonly Label[], colour: string, place: LabelPlace = {}): Plot.Markish {
  return Plot.text(at, {
    x: "x",
    y: "y",
    text: "text",
    fill: colour,
    stroke: PALETTE.paper.light,
    strokeWidth: 4,
    fontSize: FONT_SIZE,
    fontWeight: 600,
    ...place,
  });
}

/** A label at the right end of a line, in the line's colour. */
interface EndLabel {
  readonly y: number;
  readonly text: string;
  readonly colour: string;
}

/**
 * Labels in the right margin, at the ends of lines, moved apart where they would overlap.
 *
 * @param gap - least distance of two labels in units of y
 * @param low - no label is moved below it
 */
export function endLabels(ends: readonly EndLabel[], gap: number, low?: number): Plot.Markish {
  return marginLabels(
    ends,
    spread(
      ends.map(({ y }) => y),
      gap,
      low,
    ),
  );
}

/** {@link endLabels} on a logarithmic y; `gap` is in powers of ten. */
export function endLabelsLog(ends: readonly EndLabel[], gap: number): Plot.Markish {
  return marginLabels(
    ends,
    spread(
      ends.map(({ y }) => Math.log10(y)),
      gap,
    ).map((exponent) => 10 ** exponent),
  );
}

function marginLabels(ends: readonly EndLabel[], y: readonly number[]): Plot.Markish {
  return Plot.text(ends, {
    frameAnchor: "right",
    y,
    text: "text",
    fill: "colour",
    fontSize: FONT_SIZE,
    fontWeight: 600,
    textAnchor: "start",
    dx: 10,
  });
}

/** A line through points in the colour and dash of its series. */
export function seriesLine<Row>(
  rows: readonly Row[],
  x: (row: Row) => number,
  y: (row: Row) => number,
  series: SeriesStyle,
): Plot.Markish {
  return Plot.line(rows, { x, y, stroke: series.colour, strokeWidth: 2, strokeDasharray: series.dash });
}

/** Dots at points, in the colour and symbol of their series. */
export function seriesDots<Row>(
  rows: readonly Row[],
  x: (row: Row) => number,
  y: (row: Row) => number,
  series: SeriesStyle,
): Plot.Markish {
  return Plot.dot(rows, {
    x,
    y,
    r: 4,
    symbol: series.symbol,
    fill: series.colour,
    stroke: PALETTE.paper.light,
    strokeWidth: 1,
  });
}
