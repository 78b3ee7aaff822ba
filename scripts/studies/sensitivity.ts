import type { FastLaneWorth } from "../../src/model/fast-lane-worth.js";
import { volumesKWh } from "../../src/model/volumes.js";
import type { Column } from "../../src/report/column.js";
import { sensitivity } from "../../src/report/figures/sensitivity.js";
import type { ReportFact } from "../../src/report/page/page.js";
import { playSequence } from "../simulation/trade-sequence.js";
import { parameterFacts, studyResult, studyTable } from "./result.js";
import { settingsAlong, sweepsOf, worthOf, type Sweep, type SweepPoint, settingsWith } from "./sensitivity-sweeps.js";
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
  const answer = answerOf(sweeps, settings);
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

/**
 * Where the fast lane stops paying, in words and numbers of this run: where it saves less of a trade's time than the
 * settings count as a saving, and from which cap on doubling the cap adds less than that to the verification time
 * saved.
 */
function answerOf(sweeps: readonly Sweep[], settings: Settings): string {
  const { verificationSaved, tradeSaved, riskMeanKWh, riskMostKWh } = worthOf(settings);
  const { trades, worthPercent } = settings.sensitivity;
  const corner = worthOf(cheapestVerification(sweeps, settings));
  return [
    `As set, the fast lane saves ${percent(verificationSaved)} of the verification time and ${percent(tradeSaved)} of the time until a trade is signed. In return a user trades ${kWh(riskMeanKWh)} between two verifications on average. The most in these ${group(trades)} trades was ${kWh(riskMostKWh)}; the bound is M = ${kWh(settings.market.capEnergyKWh)}.`,
    `It stops paying where it saves less than ${worthPercent} % of a trade's time. With one parameter changed alone, that is ${stopsOf(sweeps, settings)}.`,
    `With both the smallest committee and the shortest block time of these, it saves ${percent(corner.tradeSaved)} of a trade's time, although it saves ${percent(corner.verificationSaved)} of the verification time: it pays only where verification is a large part of a trade's time.`,
    `Raising a cap pays less and less. ${doublingOf("capTrades", settings)} ${doublingOf("capEnergyKWh", settings)}`,
  ].join(" ");
}

/** Where changing one parameter alone leaves too little saved; the edge between two values of a sweep is bisected. */
function stopsOf(sweeps: readonly Sweep[], settings: Settings): string {
  const pays = ({ tradeSaved }: FastLaneWorth) => tradeSaved >= settings.sensitivity.worthPercent / 100;
  const stops: string[] = [];
  const nowhere: string[] = [];
  for (const { parameter, symbol, unit, step, points } of sweeps) {
    const named = (value: number) => `${group(value)}${unit === "" ? "" : ` ${unit}`}`;
    const range = `${symbol} = ${named(points[0]?.value ?? NaN)} to ${named(points.at(-1)?.value ?? NaN)}`;
    const [first, last] = [points.findIndex(pays), points.findLastIndex(pays)];
    const edge = (paying: number, failing: number) => {
      const holds = (value: number) => pays(worthOf(settingsWith(settings, parameter, value)));
      return named(edgeOf(points[paying]?.value ?? NaN, points[failing]?.value ?? NaN, step, holds));
    };
    if (first === -1) stops.push(`everywhere from ${range}`);
    else if (first === 0 && last === points.length - 1) nowhere.push(range);
    if (first > 0) stops.push(`below ${symbol} = ${edge(first, first - 1)}`);
    if (first !== -1 && last < points.length - 1) stops.push(`above ${symbol} = ${edge(last, last + 1)}`);
  }
  return [...stops, ...(nowhere.length === 0 ? [] : [`nowhere in ${nowhere.join(", ")}`])].join("; ");
}

/** Bisects between a value that holds and one that does not. @returns the last that holds, a multiple of `step` */
function edgeOf(holding: number, failing: number, step: number, holds: (value: number) => boolean): number {
  let [inside, outside] = [Math.round(holding / step), Math.round(failing / step)];
  while (Math.abs(inside - outside) > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (holds(middle * step)) inside = middle;
    else outside = middle;
  }
  return inside * step;
}

function cheapestVerification(sweeps: readonly Sweep[], settings: Settings): Settings {
  return ["authorities", "blockSeconds"].reduce((changed, parameter) => {
    const least = sweeps.find((sweep) => sweep.parameter === parameter)?.points[0];
    return least === undefined ? changed : settingsWith(changed, least.parameter, least.value);
  }, settings);
}

/** From which cap on doubling it adds too little: found by doubling a sixteenth of the cap, then by bisection. */
function doublingOf(cap: "capTrades" | "capEnergyKWh", settings: Settings): string {
  const least = settings.sensitivity.worthPercent / 100;
  const at = (value: number) => worthOf(settingsWith(settings, cap, value));
  const [symbol, unit] = cap === "capTrades" ? ["N", ""] : ["M", " kWh"];
  const gain = (value: number) => at(2 * value).verificationSaved - at(value).verificationSaved;
  // A cap that is too small for any trade saves nothing, and neither does its double.
  const tooLittle = (value: number) => gain(value) < least && at(value).verificationSaved >= least;
  let value = Math.max(1, Math.round(settings.market[cap] / 16));
  while (!tooLittle(value)) {
    value *= 2;
    if (value > LARGEST) return `Doubling ${symbol} never adds less than ${settings.sensitivity.worthPercent} points.`;
  }
  const twoDigits = Math.max(1, 10 ** (Math.floor(Math.log10(value)) - 1));
  value = edgeOf(value, Math.floor(value / 2), twoDigits, tooLittle);
  const [before, after] = [at(value), at(2 * value)];
  return (
    `From ${symbol} = ${group(value)}${unit} on, doubling ${symbol} adds less than ${settings.sensitivity.worthPercent} points to the verification time saved: ` +
    `at ${group(value)}${unit} it adds ${(100 * gain(value)).toFixed(1)} points to ${percent(before.verificationSaved)}, and takes the energy at risk from ${kWh(before.riskMeanKWh)} to ${kWh(after.riskMeanKWh)}.`
  );
}

/** No market's cap is larger, in trades or in kWh. */
const LARGEST = 1e9;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function kWh(energy: number): string {
  return `${Math.round(energy).toLocaleString("en-US")} kWh`;
}

function group(value: number): string {
  return value.toLocaleString("en-US");
}
