import { volumesKWh } from "../../src/model/volumes.js";
import { fig6, type Fig6Row } from "../../src/report/figures/fig6.js";
import type { ReportFact } from "../../src/report/page/report.js";
import { parameterFacts } from "./facts.js";
import { FIG6_CSV, FIG6_PAGE, FIG6_TEXT } from "./fig6-columns.js";
import { fig6Run, type Fig6Trade } from "./fig6-run.js";
import { studyResult, studyTable } from "./result.js";
import { SETTING_TABLES, timeOf, type Settings } from "./settings/settings.js";
import type { Study, StudyResult } from "./study.js";

/** What the paper's own Fig. 6 shows: the trades at which both models take the same time. */
const PAPER_PATTERN = "4, 9, 12, 16, 19";

/** Fig. 6: the time of each of twenty trades under both models, run on the chain. */
export const fig6Study: Study = {
  id: "fig6",
  title: "Fig. 6: twenty trades, one after the other",
  check: (settings) => {
    volumesKWh(settings.fig6.volumeSeed, settings.fig6);
    timeOf(settings);
  },
  run: async (context) => resultOf(await context.shared(fig6Run), context.settings),
};

/** T_sum of all trades, traditional over improved: s of Fig. 11. */
export function speedupOf(trades: readonly Fig6Trade[]): number {
  const sum = (model: "traditional" | "improved") =>
    trades.reduce((total, trade) => total + trade[model].time.total, 0);
  return sum("traditional") / sum("improved");
}

function resultOf(trades: readonly Fig6Trade[], settings: Settings): StudyResult {
  const full = trades.filter(({ lane }) => lane === "full").map(({ trade }) => trade);
  const speedup = speedupOf(trades);
  const gas = gasRatio(trades);
  return studyResult({
    id: fig6Study.id,
    title: fig6Study.title,
    paragraphs: [
      "Two users trade with each other and with nobody else. Every trade is declared, accepted, verified where the market asks for it, delivered and settled on a chain before the next begins, once on the improved and once on the traditional market. Which lane a trade takes is what the contract decided; the reference model was asked, too, and said the same of every trade.",
      "Reading: the trade that would exceed a cap is fully verified, both parties' counts then start again from zero, and the verified trade itself is not counted. R, the share of a full verification that a trade still needs, is lower the more reliable its parties are. The seconds are those of the equations, whose parameters are largely assumed; transactions, blocks and gas are measured.",
    ],
    answer:
      `Full verification at trades ${full.join(", ") || "none"}, as the contract decided; in the paper's figure at ${PAPER_PATTERN}. ` +
      `All trades together take ${speedup.toFixed(2)} times as long in the traditional model, and cost ${gas.toFixed(2)} times the gas.`,
    figures: [
      {
        name: "fig6",
        svg: fig6(trades.map(rowOf)),
        caption: `T_sum of each trade under both models. The energies are uniform whole kWh from a seed that was searched for, because it gives the paper's pattern (${PAPER_PATTERN}) under the reading of the reset.`,
        source: "equations (4) to (11), Fig. 6 of the paper; lanes from the contract",
        parameters: factsOf(settings),
      },
    ],
    tables: [
      studyTable({
        name: "trades",
        caption: `The trades; T, T_r2, T_r3 and T_{n+1} are the same in both models. Transactions (Tx), blocks and gas are measured on the chain with ${settings.market.authorities} authorities, from declaration to settlement.`,
        rows: trades,
        columns: FIG6_CSV,
        pageColumns: FIG6_PAGE,
        textColumns: FIG6_TEXT,
      }),
    ],
    json: { seed: settings.seed, fullVerification: full, speedup, gasRatio: gas, trades },
    summary: [
      { label: "Fast lane in Fig. 6", value: `${trades.length - full.length} of ${trades.length}`, unit: "trades" },
      { label: "Time of a trade, traditional : improved", value: speedup.toFixed(2), mark: "assumed" },
      { label: "Gas of a trade, traditional : improved", value: gas.toFixed(2) },
    ],
  });
}

function rowOf({ trade, lane, traditional, improved }: Fig6Trade): Fig6Row {
  return { trade, lane, traditionalSeconds: traditional.time.total, improvedSeconds: improved.time.total };
}

function gasRatio(trades: readonly Fig6Trade[]): number {
  const sum = (model: "traditional" | "improved") =>
    trades.reduce((total, trade) => total + trade[model].measured.gas, 0n);
  return Number(sum("traditional")) / Number(sum("improved"));
}

function factsOf(settings: Settings): ReportFact[] {
  const { market, time, fig6: volumes } = SETTING_TABLES;
  return [
    ...parameterFacts(time, timeOf(settings)),
    ...parameterFacts(market, settings.market, ["capTrades", "capEnergyKWh", "rho"]),
    ...parameterFacts(volumes, settings.fig6),
  ];
}
