import { volumesKWh } from "../../src/model/volumes.js";
import type { Column } from "../../src/report/column.js";
import { sensitivity } from "../../src/report/figures/sensitivity.js";
import type { ReportFact } from "../../src/report/page/report.js";
import { playSequence } from "../simulation/trade-sequence.js";
import { parameterFacts } from "./facts.js";
import { studyResult, studyTable } from "./result.js";
import { sensitivityAnswer } from "./sensitivity-answer.js";
import { settingsAlong, sweepsOf, worthOf, type Sweep, type SweepPoint } from "./sensitivity-sweeps.js";
import { SETTING_TABLES, marketOf, timeOf, type Settings } from "./settings/settings.js";
import type { Study, StudyContext, StudyResult } from "./study.js";

/** Beyond the paper: what the fast lane saves and what it risks, and where it stops paying. */
export const sensitivityStudy: Study = {
  id: "sensitivity",
  title: "Where the fast lane stops paying",
  check: (settings) => {
    timeOf(settings);
    volumesKWh(settings.fig6.volumeSeed, settings.fig6);
  },
  run: async (context) => {
    const checked = await checkOnChain(context);
    return resultOf(sweepsOf(context.settings), checked, context.settings);
  },
};

/**
 * Asks the contract about the trades of Fig. 6 at every value of N and M, on which its decisions depend.
 *
 * @returns the number of trades that the contract and the reference model decided alike
 * @throws Error when there is one that they did not
 */
async function checkOnChain({ openChain, settings, progress }: StudyContext): Promise<number> {
  const energiesWh = volumesKWh(settings.fig6.volumeSeed, settings.fig6).map((kWh) => BigInt(kWh) * 1000n);
  const { authorities } = settings.market;
  let trades = 0;
  for (const parameter of ["capTrades", "capEnergyKWh"] as const) {
    for (const changed of settingsAlong(parameter, settings)) {
      progress(`Sensitivity: ${trades} trades decided by the contract`);
      const parameters = marketOf(changed);
      const sequence = { kind: "improved", parameters, authorities, seed: settings.seed, energiesWh } as const;
      await playSequence(openChain, sequence);
      trades += energiesWh.length;
    }
  }
  return trades;
}

const percentOf = (name: string, heading: string, value: (point: SweepPoint) => number): Column<SweepPoint> => ({
  name: `${name}_share`,
  heading: `${heading} [%]`,
  value,
});
const SHARES = [
  percentOf("fast_lane", "Fast lane", ({ fastShare }) => fastShare),
  percentOf("verification_saved", "Verification time saved", ({ verificationSaved }) => verificationSaved),
  percentOf("trade_saved", "Trade's time saved", ({ tradeSaved }) => tradeSaved),
];
const VALUE: readonly Column<SweepPoint>[] = [
  { name: "parameter", heading: "Parameter", value: ({ parameter }) => parameter },
  { name: "value", heading: "Value", value: ({ value }) => value },
];
const RISKS: readonly Column<SweepPoint>[] = [
  { name: "risk_mean_kwh", heading: "At risk, mean [kWh]", value: ({ riskMeanKWh }) => riskMeanKWh, decimals: 0 },
  { name: "risk_most_kwh", heading: "At risk, most [kWh]", value: ({ riskMostKWh }) => riskMostKWh, decimals: 0 },
];
const COLUMNS = [...VALUE, ...SHARES, ...RISKS];
const SHOWN = [
  ...VALUE,
  ...SHARES.map((column) => ({
    ...column,
    value: (point: SweepPoint) => 100 * (column.value(point) as number),
    decimals: 1,
  })),
  ...RISKS,
];

function resultOf(sweeps: readonly Sweep[], checked: number, settings: Settings): StudyResult {
  const { tradeSaved, riskMeanKWh } = worthOf(settings);
  const points = sweeps.flatMap((sweep) => sweep.points);
  const answer = sensitivityAnswer(sweeps, settings);
  const svg = sensitivity(
    sweeps.map(({ axis, scale, usual, points: own }) => ({
      parameter: axis,
      scale,
      defaultValue: usual,
      points: own.map(({ value, verificationSaved, tradeSaved: ofTrade, riskMeanKWh: riskKwh }) => {
        return { value, saving: verificationSaved, savingOfTrade: ofTrade, riskKwh };
      }),
    })),
  );
  return studyResult({
    id: sensitivityStudy.id,
    title: sensitivityStudy.title,
    paragraphs: [
      "One parameter is varied at a time, the others stay as set. Saved is a share of what the traditional model takes: of verification, T_c and the wait for the block that the verdict stands in; and of the whole time until a trade is signed, T_sum and all waits for blocks. At risk is the energy that a pair of users trades between two full verifications: what goes through if one of them has turned unreliable.",
      `The lanes are the reference model's, over ${settings.sensitivity.trades} trades; at every value of N and M the contract was asked about the trades of Fig. 6 as well, and decided all ${checked} of them alike.`,
    ],
    answer,
    figures: [
      {
        name: "sensitivity",
        svg,
        caption:
          "Above, what is saved; below, the energy at risk, each panel with a scale of its own. The dotted line marks the value that a parameter has while the others are varied. With n the committee grows, too, unless it is set.",
        source: "beyond the paper; equations (4) to (11) and blocks",
        parameters: factsOf(settings),
        seeds: [settings.seed],
      },
    ],
    tables: [
      studyTable({
        name: "sensitivity",
        caption: "The ends of each parameter and the value that it has as set; the CSV has every point of the figure.",
        rows: points,
        shown: sweeps.flatMap(({ points: own, usual }) =>
          own.filter((point, i) => i === 0 || i === own.length - 1 || point.value === usual),
        ),
        columns: COLUMNS,
        pageColumns: SHOWN,
      }),
    ],
    json: { seed: settings.seed, checkedOnChain: checked, answer, points },
    summary: [
      {
        label: "Of a trade's time, the fast lane saves",
        value: (100 * tradeSaved).toFixed(1),
        unit: "%",
        mark: "assumed",
      },
      {
        label: "Energy between two verifications",
        value: Math.round(riskMeanKWh).toLocaleString("en-US"),
        unit: "kWh",
      },
    ],
  });
}

function factsOf(settings: Settings): ReportFact[] {
  const { market, time, fig6, sensitivity: own } = SETTING_TABLES;
  return [
    ...parameterFacts(market, settings.market, ["capTrades", "capEnergyKWh", "rho"]),
    ...parameterFacts(time, timeOf(settings)),
    ...parameterFacts(own, settings.sensitivity),
    ...parameterFacts(fig6, settings.fig6, ["lowKWh", "highKWh"]),
  ];
}
