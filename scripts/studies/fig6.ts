import { reliability } from "../../src/model/reliability.js";
import { tradeTime } from "../../src/model/time.js";
import { volumesKWh } from "../../src/model/volumes.js";
import type { Column } from "../../src/report/column.js";
import { fig6 } from "../../src/report/figures/fig6.js";
import type { ReportFact } from "../../src/report/page/page.js";
import { playSequence } from "../simulation/trade-sequence.js";
import { parameterFacts, studyResult, studyTable } from "./result.js";
import { SETTING_TABLES, timeOf, type Settings, marketOf } from "./settings/settings.js";
import type { Study, StudyResult, StudyContext } from "./study.js";

type SequencedTrade = Awaited<ReturnType<typeof playSequence>>[number];

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

/** A trade of Fig. 6 under one model: the equations' seconds, and what the chain was asked for. */
interface ModelTrade {
  readonly time: ReturnType<typeof tradeTime>;
  readonly measured: SequencedTrade;
}

/** A trade of Fig. 6 under both. */
export interface Fig6Trade {
  /** 1, 2, 3 ... */
  readonly trade: number;
  readonly energyKWh: number;
  /** As the improved market decided it. */
  readonly lane: "fast" | "full";
  /** R by the improved market: rho, or 1 for a full verification. */
  readonly reliability: number;
  readonly traditional: ModelTrade;
  readonly improved: ModelTrade;
}

/**
 * The trades of Fig. 6, run on both markets, each on a chain of its own. What the contract decides goes into equation
 * (5).
 *
 * @throws Error when the contract and the reference model disagree about a trade
 */
export async function fig6Run({ openChain, settings, progress }: StudyContext): Promise<Fig6Trade[]> {
  const volumes = volumesKWh(settings.fig6.volumeSeed, settings.fig6);
  const energiesWh = volumes.map((kWh) => BigInt(kWh) * 1000n);
  const parameters = marketOf(settings);
  const { authorities } = settings.market;
  const play = (kind: "improved" | "traditional") =>
    playSequence(openChain, { kind, parameters, authorities, seed: settings.seed, energiesWh }, (done) => {
      progress(`Fig. 6: ${kind} market: trade ${done} of ${volumes.length}`);
    });
  const [improved, traditional] = await Promise.all([play("improved"), play("traditional")]);
  const time = timeOf(settings);
  return volumes.map((energyKWh, i) => {
    const [fast, slow] = [improved[i], traditional[i]] as [SequencedTrade, SequencedTrade];
    const r = reliability(fast.coefficientWad);
    return {
      trade: i + 1,
      energyKWh,
      lane: fast.fastLane ? "fast" : "full",
      reliability: r,
      traditional: { time: tradeTime(energyKWh, reliability(slow.coefficientWad), time), measured: slow },
      improved: { time: tradeTime(energyKWh, r, time), measured: fast },
    };
  });
}

/** T_sum of all trades, traditional over improved: s of Fig. 11. */
export function speedupOf(trades: readonly Fig6Trade[]): number {
  const sum = (model: "traditional" | "improved") =>
    trades.reduce((total, trade) => total + trade[model].time.total, 0);
  return sum("traditional") / sum("improved");
}

function gasRatio(trades: readonly Fig6Trade[]): number {
  const sum = (model: "traditional" | "improved") =>
    trades.reduce((total, trade) => total + trade[model].measured.gas, 0n);
  return Number(sum("traditional")) / Number(sum("improved"));
}

type Model = "traditional" | "improved";

const SHORT = { traditional: "trad.", improved: "impr." } as const;

/** What both models have in common, and what each has of its own. */
const seconds = (
  name: string,
  symbol: string,
  value: (time: ReturnType<typeof tradeTime>) => number,
  models: readonly Model[] = ["traditional", "improved"],
): Column<Fig6Trade>[] =>
  models.map((model) => ({
    name: `${model}_${name}_s`,
    heading: models.length === 1 ? `${symbol} [s]` : `${symbol} ${SHORT[model]} [s]`,
    value: (trade: Fig6Trade) => value(trade[model].time),
    decimals: 2,
  }));

const measured = (name: "transactions" | "blocks" | "gas", heading: string): Column<Fig6Trade>[] =>
  (["traditional", "improved"] as const).map((model) => ({
    name: `${model}_${name}`,
    heading: `${heading} ${SHORT[model]}`,
    value: (trade: Fig6Trade) => trade[model].measured[name],
  }));

const TRADE: readonly Column<Fig6Trade>[] = [
  { name: "trade", heading: "Trade", value: ({ trade }) => trade },
  { name: "energy_kwh", heading: "Energy [kWh]", value: ({ energyKWh }) => energyKWh },
  { name: "lane", heading: "Lane", value: ({ lane }) => lane },
  { name: "r", heading: "R", value: ({ reliability }) => reliability },
];

const VERIFICATION = seconds("t_r1", "T_r1", ({ verification }) => verification);

const TOTAL = seconds("t_sum", "T_sum", ({ total }) => total);

const MEASURED = [...measured("transactions", "Tx"), ...measured("blocks", "Blocks"), ...measured("gas", "Gas")];

const parts = (models?: readonly Model[]) => [
  ...seconds("t", "T", ({ handling }) => handling, models),
  ...seconds("t_r2", "T_r2", ({ broadcast }) => broadcast, models),
  ...seconds("t_r3", "T_r3", ({ blockCheck }) => blockCheck, models),
  ...seconds("t_n_plus_1", "T_{n+1}", ({ neighbours }) => neighbours, models),
];

/** For the terminal. */
export const TEXT_COLUMNS: readonly Column<Fig6Trade>[] = [...TRADE, ...TOTAL, ...MEASURED];

/** For the page: the parts that are the same in both models stand once. */
const PAGE_COLUMNS: readonly Column<Fig6Trade>[] = [
  ...TRADE,
  ...parts(["improved"]),
  ...VERIFICATION,
  ...TOTAL,
  ...MEASURED,
];

/** For machines. */
const CSV_COLUMNS: readonly Column<Fig6Trade>[] = [
  ...TRADE,
  ...parts(),
  ...VERIFICATION,
  ...seconds("t_r", "T_r", ({ trade }) => trade),
  ...TOTAL,
  ...MEASURED,
];

function resultOf(trades: readonly Fig6Trade[], settings: Settings): StudyResult {
  const full = trades.filter(({ lane }) => lane === "full").map(({ trade }) => trade);
  const speedup = speedupOf(trades);
  const gas = gasRatio(trades);
  return studyResult({
    id: fig6Study.id,
    title: fig6Study.title,
    paragraphs: [
      "Two users trade only with each other. Every trade is declared, accepted, verified if the market asks for it, delivered and settled on a chain before the next begins, once on the improved and once on the traditional market. The contract decided the lane of each trade, and the reference model decided every trade alike.",
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
        columns: CSV_COLUMNS,
        pageColumns: PAGE_COLUMNS,
        textColumns: TEXT_COLUMNS,
      }),
    ],
    json: { seed: settings.seed, fullVerification: full, speedup, gasRatio: gas, trades },
    plain:
      `Of ${trades.length} trades of one pair of users, ${trades.length - full.length} went through without a check by the authorities; ` +
      `had all been checked, as in the traditional market, they would have taken ${speedup.toFixed(1)} times as long and cost ${gas.toFixed(1)} times the fees for computation (gas).`,
    summary: [
      { label: "Fast lane in Fig. 6", value: `${trades.length - full.length} of ${trades.length}`, unit: "trades" },
      { label: "Time of a trade, traditional : improved", value: speedup.toFixed(2), mark: "assumed" },
      { label: "Gas of a trade, traditional : improved", value: gas.toFixed(2) },
    ],
  });
}

function rowOf({ trade, lane, traditional, improved }: Fig6Trade) {
  return { trade, lane, traditionalSeconds: traditional.time.total, improvedSeconds: improved.time.total };
}

function factsOf(settings: Settings): ReportFact[] {
  const { market, time, fig6: volumes } = SETTING_TABLES;
  return [
    ...parameterFacts(time, timeOf(settings)),
    ...parameterFacts(market, settings.market, ["capTrades", "capEnergyKWh", "rho"]),
    ...parameterFacts(volumes, settings.fig6),
  ];
}
