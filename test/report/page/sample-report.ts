import { toGrid } from "../../../src/report/column.js";
import type { page } from "../../../src/report/page/page.js";
import type { fig6 } from "../../../src/report/figures/fig6.js";
import { fig6Rows, figureSamples } from "../samples.js";

/** A report with every figure, a wide table, every mark and text that must be escaped. Made up for the tests. */
export function sampleReport(): Parameters<typeof page>[0] {
  return {
    title: "Wattlane: the evaluation",
    lead: "Sample data made up for a test; <no> result of anything.",
    plain: ["What the run found, in words."],
    summary: [
      { label: "Fast lane", value: "75", unit: "% of trades" },
      { label: "Time of a trade, traditional / improved", value: "2.63", unit: "times", mark: "assumed" },
      { label: "Success rate", value: "99.49", unit: "%", mark: "calibrated" },
      { label: "Pattern of Fig. 6", value: "4, 9, 12, 16, 19", mark: "searched for" },
      { label: "Reset after verification", value: "both parties", mark: "reading" },
    ],
    sections: Object.entries(figureSamples).map(([name, draw], index) => ({
      id: name,
      title: `Section of ${name}`,
      paragraphs: ["What the figure shows, at some length, so that lines wrap. ".repeat(4).trim()],
      figures: [
        {
          svg: draw(),
          caption: "What is to be seen, and what is not.",
          source: "equation (9), Fig. 6",
          parameters: [
            { label: "n", value: "1,000" },
            { label: "T_c", value: "120", unit: "s", mark: "assumed" as const },
          ],
          seeds: [24],
          downloads: [{ path: `${name}.svg`, label: "SVG" }],
        },
      ],
      tables: index === 0 ? [{ id: "fig6-table", caption: "Trades of Fig. 6", grid: wideGrid() }] : [],
      downloads: [{ path: `${name}.csv`, label: "CSV" }],
    })),
    facts: [
      { label: "version", value: "0.0.0" },
      { label: "seed", value: "24" },
    ],
  };
}

function wideGrid() {
  const column = (name: string, value: (row: Parameters<typeof fig6>[0][number]) => number) => ({
    name,
    heading: `${name} of a trade [s]`,
    value,
  });
  const times = Array.from({ length: 8 }, (_, index) => column(`T_${index}`, (row) => row.traditionalSeconds));
  return toGrid(
    [
      { name: "trade", heading: "Trade", value: (row) => row.trade },
      { name: "lane", heading: "Lane", value: (row) => row.lane },
      ...times,
    ],
    fig6Rows(),
  );
}
