import * as Plot from "@observablehq/plot";

import { figure } from "./figure.js";
import type { Label } from "./marks.js";
import { type Panel, panel } from "./panel.js";
import { powerOfTen } from "./ticks.js";
import { FIGURE_WIDTH, FONT_SIZE } from "./style.js";

/** One law's probability of a successful attack on a grid of z and q. */
interface Fig10Surface {
  readonly law: "poisson" | "exact";
  /** Blocks to catch up, ascending and equally spaced. */
  readonly z: readonly number[];
  /** The attacker's share, ascending and equally spaced. */
  readonly q: readonly number[];
  /** log10 of P_xi: one array for each q, in it one value for each z; -Infinity where P_xi is 0. */
  readonly log10Probability: readonly (readonly number[])[];
}

// Colours of d3's cividis, readable without colour vision; the same on light and dark paper.
const LEVELS = [
  { above: -Infinity, colour: "#002051" },
  { above: -24, colour: "#153b6f" },
  { above: -12, colour: "#4b5469" },
  { above: -6, colour: "#7c7b78" },
  { above: -3, colour: "#a39a76" },
  { above: -2, colour: "#d0be5f" },
  { above: -1, colour: "#fdea45" },
];
/** Below every level. */
const LOWEST = -1e4;
const TITLES = { poisson: "Equation (3), Poisson law", exact: "Exact law" };

/**
 * Fig. 10: the probability P_xi of a successful attack over z and q, as filled contours of its logarithm, each law in
 * its own panel. The paper shows a surface, on which values cannot be read.
 *
 * @throws RangeError when the values do not fill the grid or one of them is NaN
 */
export function fig10(surfaces: readonly [Fig10Surface, Fig10Surface]): string {
  for (const surface of surfaces) checkGrid(surface);
  return figure(
    {
      id: "fig10",
      title: "Fig. 10: probability of a successful attack over z and q",
      description:
        "Filled contours of P_xi at 10 %, 1 %, 0.1 %, 1e-6, 1e-12 and 1e-24, by the Poisson law of the paper and by " +
        "the exact law. P_xi falls with the number of blocks z and rises with the attacker's share q; from q = 0.5 on it is 1.",
    },
    [surfaces.map(surfacePanel)],
  );
}

function surfacePanel(surface: Fig10Surface): Panel {
  const { z, q } = surface;
  const values = drawable(surface.log10Probability).flat();
  const [left, right] = cellEdges(z);
  const [bottom, top] = cellEdges(q);
  const grid = { width: z.length, height: q.length, x1: left, x2: right, y1: bottom, y2: top };
  return panel({
    width: FIGURE_WIDTH / 2,
    height: 400,
    title: TITLES[surface.law],
    x: { label: "Blocks to catch up z", domain: [z.at(0), z.at(-1)], ticks: 6 },
    y: { label: "Attacker's share q", domain: [q.at(0), q.at(-1)], ticks: 6 },
    marks: [
      Plot.frame({ fill: LEVELS[0]?.colour ?? "" }),
      ...LEVELS.slice(1).map(({ above, colour }) =>
        Plot.contour(values, { ...grid, thresholds: [above], fill: colour, stroke: "#fefefe", clip: true }),
      ),
      Plot.text(contourLabels(surface), {
        x: "x",
        y: "y",
        text: "text",
        fill: "#fefefe",
        stroke: "#101010",
        strokeWidth: 3,
        fontSize: FONT_SIZE,
        fontWeight: 600,
      }),
    ],
  });
}

/**
 * No contour can be placed between a value and the logarithm of 0. Where P_xi is 0, at q = 0, the next two values of q
 * are extrapolated, so that the contours end at the axis.
 */
function drawable(rows: Fig10Surface["log10Probability"]): number[][] {
  return rows.map((row, index) =>
    row.map((value, column) => {
      if (value !== -Infinity) return value;
      const next = rows[index + 1]?.[column] ?? LOWEST;
      return Math.max(LOWEST, 2 * next - (rows[index + 2]?.[column] ?? next));
    }),
  );
}

/** Labels each contour where it crosses the column at 60 % of z. */
function contourLabels({ z, q, log10Probability }: Fig10Surface): Label[] {
  const column = Math.floor(z.length * 0.6);
  return LEVELS.slice(1).flatMap(({ above }) => {
    const crossing = log10Probability.findIndex((row) => (row[column] ?? NaN) >= above);
    const y = q[crossing];
    return y === undefined ? [] : [{ x: z[column] ?? 0, y, text: above >= -3 ? percent(above) : powerOfTen(above) }];
  });
}

function percent(exponent: number): string {
  return `${10 ** (exponent + 2)} %`;
}

/** Plot places a value at the centre of its cell, so the grid extends half a cell beyond its outermost points. */
function cellEdges(points: readonly number[]): [number, number] {
  const first = points.at(0) ?? 0;
  const last = points.at(-1) ?? 0;
  const half = (last - first) / (points.length - 1) / 2;
  return [first - half, last + half];
}

function checkGrid({ law, z, q, log10Probability }: Fig10Surface): void {
  if (z.length < 2 || q.length < 2) throw new RangeError(`fig10, ${law}: a grid needs two values of z and of q`);
  const full = log10Probability.length === q.length && log10Probability.every((row) => row.length === z.length);
  if (!full) throw new RangeError(`fig10, ${law}: the grid is ${q.length} by ${z.length}, the values do not fill it`);
  if (log10Probability.flat().some(Number.isNaN)) throw new RangeError(`fig10, ${law}: a value is NaN`);
}
