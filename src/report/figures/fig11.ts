import { leastOf } from "../../model/statistics.js";
import { checkRows, figure } from "./figure.js";
import { endLabels, seriesLine } from "./marks.js";
import { panel } from "./panel.js";
import { powerOfTen } from "./ticks.js";
import { FIGURE_WIDTH, SERIES } from "./style.js";

/** The attacker's chance against one model at one moment, by one law. */
interface Fig11Row {
  readonly model: "traditional" | "improved";
  readonly law: "poisson" | "exact";
  /** Elapsed time in blocks z of the traditional chain. */
  readonly z: number;
  /** log10 of P_xi; for the improved model at its own z' = floor(z s). */
  readonly log10Probability: number;
}

/** The data of Fig. 11. */
interface Fig11Data {
  /** The attacker's share. */
  readonly q: number;
  /** How much faster the improved chain is: T_sum,traditional / T_sum,improved of Fig. 6. */
  readonly speedup: number;
  /** Each model and law ascending in z. */
  readonly rows: readonly Fig11Row[];
}

const HEIGHT = 400;
const LAWS = { poisson: "Poisson", exact: "exact" };
const DASHES = { poisson: "none", exact: "3 4" };

/**
 * Fig. 11: P_xi of both models after the same elapsed time, on a logarithmic axis; the Poisson law as a solid line, the
 * exact law dotted.
 *
 * @throws RangeError when there are no rows or a number is not finite (leave out what has probability 0)
 */
export function fig11({ q, speedup, rows }: Fig11Data): string {
  checkRows("fig11", rows);
  const lowest = Math.min(-1, leastOf(rows.map((row) => row.log10Probability)));
  const bottom = lowest * 1.05;
  const x = (row: Fig11Row) => row.z;
  const y = (row: Fig11Row) => row.log10Probability;
  const curves = (["traditional", "improved"] as const).flatMap((model) =>
    (["poisson", "exact"] as const).map((law) => {
      const points = rows.filter((row) => row.model === model && row.law === law);
      return { points, name: `${model}, ${LAWS[law]}`, style: { ...SERIES[model], dash: DASHES[law] } };
    }),
  );
  const ends = curves.flatMap(({ points, name, style }) =>
    points.slice(-1).map((row) => ({ y: y(row), text: name, colour: style.colour })),
  );

  const axes = panel({
    width: FIGURE_WIDTH,
    height: HEIGHT,
    marginRight: 176,
    x: { label: "Elapsed time [blocks z of the traditional chain]" },
    y: {
      label: `Probability of a successful attack P_xi at q = ${q}`,
      domain: [bottom, 0],
      ticks: exponents(lowest),
      tickFormat: (exponent: number) => powerOfTen(exponent),
    },
    grid: ["y"],
    marks: [
      ...curves.map(({ points, style }) => seriesLine(points, x, y, style)),
      endLabels(ends, (-bottom * 20) / (HEIGHT - 86)),
    ],
  });
  return figure(
    {
      id: "fig11",
      title: `Fig. 11: probability of a successful attack on both models at q = ${q}`,
      description:
        `P_xi after the same elapsed time; the improved chain then has ${speedup.toFixed(2)} times as many blocks. At the right end: ` +
        `${ends.map(({ text, y: exponent }) => `${text} 10^${exponent.toFixed(2)}`).join("; ")}.`,
    },
    [[axes]],
  );
}

/** Whole powers of ten from 0 down to the lowest value, seven at most. */
function exponents(lowest: number): number[] {
  const step = Math.max(1, Math.ceil(-lowest / 6));
  return Array.from({ length: Math.floor(-lowest / step) + 1 }, (_, index) => -index * step);
}
