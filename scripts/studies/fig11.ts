import { type AttackLaw, attackLaws } from "../../src/model/attack/attack.js";
import { compareAttack } from "../../src/model/attack/figures.js";
import type { Column } from "../../src/report/column.js";
import { fig11 } from "../../src/report/figures/fig11.js";
import { fig6Run, speedupOf } from "./fig6.js";
import { parameterFacts, percentText, studyResult, studyTable } from "./result.js";
import { SETTING_TABLES, timeOf, type Settings } from "./settings/settings.js";
import type { Study, StudyResult } from "./study.js";

/** Both models after the same time, by both laws. */
type Chances = ReturnType<typeof compareAttack>;
type Comparison = Readonly<Record<AttackLaw, Chances>>;

/** Fig. 11: the chance of an attack on both models after equal time. */
export const fig11Study: Study = {
  id: "fig11",
  title: "Fig. 11: the chance of an attack on both models",
  check: (settings) => void timeOf(settings),
  run: async (context) => resultOf(speedupOf(await context.shared(fig6Run)), context.settings),
};

function resultOf(speedup: number, settings: Settings): StudyResult {
  const { share, blocks } = settings.fig11;
  const comparisons = Array.from({ length: blocks + 1 }, (_, z): Comparison => {
    return { poisson: compareAttack("poisson", z, speedup, share), exact: compareAttack("exact", z, speedup, share) };
  });
  return studyResult({
    id: fig11Study.id,
    title: fig11Study.title,
    paragraphs: [
      "A chain that handles trades faster is further when the attacker strikes. Reading: both models are compared after equal time; while the traditional chain makes z blocks, the improved one makes floor(z s), rounded in the attacker's favour, s being T_sum of the traditional model over that of the improved one in the run of Fig. 6.",
      "Proof-of-work arithmetic: it says nothing about a chain with finality. That a faster trade means a faster chain is the paper's assumption; s rests on the assumed parameters of the time equations.",
    ],
    answer: answerOf(comparisons, speedup, share),
    figures: [
      {
        name: "fig11",
        svg: fig11({ q: share, speedup, rows: rowsOf(comparisons) }),
        caption: "Solid: the paper's law; dashed: the exact one. The steps come from z' being a whole number.",
        source: "equation (3), Fig. 11 of the paper; exact law beside it",
        parameters: [
          ...parameterFacts(SETTING_TABLES.fig11, settings.fig11),
          { label: "s", value: speedup.toFixed(3), mark: "reading" },
          ...parameterFacts(SETTING_TABLES.time, timeOf(settings)),
          ...parameterFacts(SETTING_TABLES.fig6, settings.fig6, ["volumeSeed"]),
        ],
      },
    ],
    tables: [
      studyTable({
        name: "fig11",
        caption: "Some of the points; the CSV has all.",
        rows: comparisons,
        shown: comparisons.filter((_, z) => z % 10 === 0 || z === 1 || z === 6),
        columns: COLUMNS,
        pageColumns: SHOWN,
      }),
    ],
    json: { seed: settings.seed, q: share, speedup, rows: comparisons.map(jsonOf) },
    summary: [],
  });
}

const CHANCE = (law: AttackLaw, model: "traditional" | "improved"): Column<Comparison> => ({
  name: `${model}_${law}`,
  heading: `${model}, ${law === "poisson" ? "equation (3)" : "exact"}`,
  value: (comparison) => comparison[law][model].probability,
});
const PERCENT = (law: AttackLaw, model: "traditional" | "improved"): Column<Comparison> => ({
  ...CHANCE(law, model),
  heading: `${model}, ${law === "poisson" ? "equation (3)" : "exact"} [%]`,
  value: (comparison) => percentText(comparison[law][model].probability),
  numeric: true,
});
const BLOCKS: readonly Column<Comparison>[] = [
  { name: "z", heading: "z", value: ({ exact }) => exact.z },
  { name: "improved_z", heading: "z'", value: ({ exact }) => exact.improvedZ },
];
const COLUMNS = [...BLOCKS, ...attackLaws.flatMap((law) => [CHANCE(law, "traditional"), CHANCE(law, "improved")])];
const SHOWN = [...BLOCKS, ...attackLaws.flatMap((law) => [PERCENT(law, "traditional"), PERCENT(law, "improved")])];

function rowsOf(comparisons: readonly Comparison[]) {
  return (["traditional", "improved"] as const).flatMap((model) =>
    attackLaws.flatMap((law) =>
      comparisons.map((comparison) => {
        const { z, [model]: chance } = comparison[law];
        return { model, law, z, log10Probability: chance.log10 };
      }),
    ),
  );
}

function jsonOf({ poisson, exact }: Comparison) {
  const { z, improvedZ } = exact;
  const chances = ({ traditional, improved }: Chances) => ({ traditional, improved });
  return { z, improvedZ, poisson: chances(poisson), exact: chances(exact) };
}

function answerOf(comparisons: readonly Comparison[], speedup: number, share: number): string {
  const at = Math.min(6, comparisons.length - 1);
  const { exact, poisson } = comparisons[at] as Comparison;
  const percent = (comparison: Chances) =>
    `from ${percentText(comparison.traditional.probability)} % to ${percentText(comparison.improved.probability)} %`;
  return `s = ${speedup.toFixed(2)}: after the time of ${at} traditional blocks the improved chain has made ${exact.improvedZ}, which at q = ${share} brings the chance ${percent(poisson)} by equation (3), and ${percent(exact)} by the exact law.`;
}
