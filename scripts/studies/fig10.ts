import { type AttackChance, attackChance, type AttackLaw } from "../../src/model/attack/attack.js";
import { surfaceBlocks, surfaceShares } from "../../src/model/attack/figures.js";
import type { Column } from "../../src/report/column.js";
import { fig10 } from "../../src/report/figures/fig10.js";
import { percentText, studyResult, studyTable } from "./result.js";
import type { Study } from "./study.js";

/** One point of the surface, by both laws. */
interface Point {
  readonly q: number;
  readonly z: number;
  readonly poisson: AttackChance;
  readonly exact: AttackChance;
}

/** Fig. 10: the chance of an attack over z and q, by the paper's law and by the exact one. */
export const fig10Study: Study = {
  id: "fig10",
  title: "Fig. 10: the chance of an attack on a proof-of-work chain",
  run: ({ settings }) => {
    const points = pointsOf();
    return Promise.resolve(
      studyResult({
        id: fig10Study.id,
        title: fig10Study.title,
        paragraphs: [
          "How likely an attacker with a share q of the blocks overtakes a chain that is z blocks ahead. This is proof-of-work arithmetic: it says nothing about a chain with finality, nor about the chain that the markets of this report ran on.",
          "Reading: the second sum of equation (3) starts behind z. That gives the paper's own numbers, the bounds as printed do not. The exact law counts the attacker's blocks by a negative binomial, and is what a race block by block follows.",
        ],
        answer: answerOf(points),
        figures: [
          {
            name: "fig10",
            svg: fig10([surfaceOf("poisson"), surfaceOf("exact")]),
            caption: "The paper's law on the left, the exact one on the right, as contours of equal probability.",
            source: "equations (1) to (3), Fig. 10 of the paper; exact law: Rosenfeld; Grunspan and Pérez-Marco",
            parameters: [
              { label: "z", value: `${surfaceBlocks[0]} to ${surfaceBlocks.at(-1)}` },
              { label: "q", value: `${surfaceShares[0]} to ${surfaceShares.at(-1)}` },
              { label: "bounds of (3)", value: "0 to z, z + 1 on", mark: "reading" },
            ],
          },
        ],
        tables: [
          studyTable({
            name: "fig10",
            caption: "A few points of the surface; the CSV has all.",
            rows: points,
            shown: points.filter(({ q, z }) => SHOWN.q.includes(q) && SHOWN.z.includes(z)),
            columns: COLUMNS,
            pageColumns: SHOWN_COLUMNS,
          }),
        ],
        json: {
          seed: settings.seed,
          z: surfaceBlocks,
          q: surfaceShares,
          poisson: gridOf("poisson", ({ probability }) => probability),
          exact: gridOf("exact", ({ probability }) => probability),
        },
        summary: [],
      }),
    );
  },
};

const SHOWN = { q: [0.1, 0.2, 0.3, 0.4, 0.45], z: [1, 6, 20, 50] };

const LOGARITHM = (law: AttackLaw): Column<Point> => ({
  name: `log10_${law}`,
  heading: `log10, ${law}`,
  value: (point) => (point[law].log10 === -Infinity ? null : point[law].log10),
});
const LAW = (law: AttackLaw, heading: string): Column<Point> => ({
  name: law,
  heading,
  value: (point) => point[law].probability,
});
const PERCENT = (law: AttackLaw, heading: string): Column<Point> => ({
  name: `${law}_percent`,
  heading: `${heading} [%]`,
  value: (point) => percentText(point[law].probability),
  numeric: true,
});
const AXES: readonly Column<Point>[] = [
  { name: "q", heading: "q", value: ({ q }) => q },
  { name: "z", heading: "z", value: ({ z }) => z },
];
const COLUMNS = [
  ...AXES,
  LAW("poisson", "Equation (3)"),
  LAW("exact", "Exact law"),
  LOGARITHM("poisson"),
  LOGARITHM("exact"),
];
const SHOWN_COLUMNS = [...AXES, PERCENT("poisson", "Equation (3)"), PERCENT("exact", "Exact law")];

function pointsOf(): Point[] {
  return surfaceShares.flatMap((q) =>
    surfaceBlocks.map((z) => ({ q, z, poisson: attackChance("poisson", q, z), exact: attackChance("exact", q, z) })),
  );
}

function gridOf(law: AttackLaw, value: (chance: AttackChance) => number): number[][] {
  return surfaceShares.map((q) => surfaceBlocks.map((z) => value(attackChance(law, q, z))));
}

function surfaceOf(law: AttackLaw) {
  return { law, z: surfaceBlocks, q: surfaceShares, log10Probability: gridOf(law, ({ log10 }) => log10) };
}

function answerOf(points: readonly Point[]): string {
  const at = (q: number, z: number) => {
    const { poisson, exact } = points.find((point) => point.q === q && point.z === z) as Point;
    const [paper, right] = [poisson, exact].map(({ probability }) => `${percentText(probability)} %`);
    return `${paper} by equation (3) and ${right} by the exact law at z = ${z}`;
  };
  return `With q = 0.3 the chance is ${at(0.3, 1)}, ${at(0.3, 6)}, ${at(0.3, 20)}: the approximation is a little too high for few blocks and far too low for many.`;
}
