import { UserError } from "../../src/model/errors.js";
import { BITCOIN_VERIFICATION_SECONDS } from "../../src/model/time.js";
import type { Column } from "../../src/report/column.js";
import { fig9 } from "../../src/report/figures/fig9.js";
import { fig6Run, type Fig6Trade } from "./fig6.js";
import { parameterFacts, studyResult, studyTable } from "./result.js";
import { SETTING_TABLES, timeOf, type Settings } from "./settings/settings.js";
import type { Study, StudyResult } from "./study.js";

/** Fig. 9: verification time that adds up over the trades of an hour, in three models. */
export const fig9Study: Study = {
  id: "fig9",
  title: "Fig. 9: verification time of one to ten trades in an hour",
  check: (settings) => {
    timeOf(settings);
    const { fig6, fig9: hour } = settings;
    if (hour.trades <= fig6.trades) return;
    throw new UserError(`fig9.trades = ${hour.trades}: at most the trades of Fig. 6, fig6.trades = ${fig6.trades}`);
  },
  run: async (context) => resultOf(await context.shared(fig6Run), context.settings),
};

/** The first trades of Fig. 6, their verification added up. R comes from the contract. */
function fig9Rows(trades: readonly Fig6Trade[]): Parameters<typeof fig9>[0][number][] {
  let [traditionalSeconds, improvedSeconds] = [0, 0];
  return trades.map(({ trade, traditional, improved }) => {
    traditionalSeconds += traditional.time.verification;
    improvedSeconds += improved.time.verification;
    return { trades: trade, bitcoinSeconds: trade * BITCOIN_VERIFICATION_SECONDS, traditionalSeconds, improvedSeconds };
  });
}

const COLUMNS: readonly Column<Parameters<typeof fig9>[0][number]>[] = [
  { name: "trades", heading: "Trades", value: ({ trades }) => trades },
  { name: "bitcoin_s", heading: "Bitcoin [s]", value: ({ bitcoinSeconds }) => bitcoinSeconds },
  { name: "traditional_s", heading: "Traditional [s]", value: ({ traditionalSeconds }) => traditionalSeconds },
  { name: "improved_s", heading: "Improved [s]", value: ({ improvedSeconds }) => improvedSeconds },
];

function resultOf(trades: readonly Fig6Trade[], settings: Settings): StudyResult {
  const rows = fig9Rows(trades.slice(0, settings.fig9.trades));
  const last = rows[rows.length - 1] as Parameters<typeof fig9>[0][number];
  const minutes = (seconds: number) => (seconds / 60).toFixed(1);
  const [bitcoin, traditional, improved] = [last.bitcoinSeconds, last.traditionalSeconds, last.improvedSeconds].map(
    minutes,
  ) as [string, string, string];
  return studyResult({
    id: fig9Study.id,
    title: fig9Study.title,
    paragraphs: [
      "Verification alone, added up over the trades of one hour. Bitcoin takes 60 minutes for each trade, a number of the paper's. The traditional model takes T_c for each, the improved model T_c R, R as the contract answered it for the first trades of Fig. 6.",
      "The gaps widen because each is a multiple of the number of trades. How far they are apart depends on T_c, which the paper does not give.",
    ],
    answer: `After ${last.trades} trades: Bitcoin ${bitcoin} min, traditional ${traditional} min, improved ${improved} min.`,
    figures: [
      {
        name: "fig9",
        svg: fig9(rows),
        caption: "Cumulative verification time; on the right without Bitcoin.",
        source: "equation (5), Fig. 9 of the paper; lanes from the contract",
        parameters: [
          { label: "Bitcoin", value: "60", unit: "min a trade" },
          ...parameterFacts(SETTING_TABLES.time, timeOf(settings), [
            "nodes",
            "authorities",
            "tradeCheckSeconds",
            "parallelChecks",
          ]),
          ...parameterFacts(SETTING_TABLES.market, settings.market, ["capTrades", "capEnergyKWh", "rho"]),
          ...parameterFacts(SETTING_TABLES.fig6, settings.fig6, ["volumeSeed"]),
        ],
      },
    ],
    tables: [studyTable({ name: "fig9", caption: "Cumulative verification time.", rows, columns: COLUMNS })],
    json: { seed: settings.seed, rows },
    summary: [
      {
        label: `Verification of ${last.trades} trades: Bitcoin, traditional, improved`,
        value: `${bitcoin}, ${traditional}, ${improved}`,
        unit: "min",
        mark: "assumed",
      },
    ],
  });
}
