import { broadcastArrival, type ArrivalRow } from "../../src/report/figures/broadcast-arrival.js";
import { broadcastGrowth, type GrowthRow } from "../../src/report/figures/broadcast-growth.js";
import type { ReportFact } from "../../src/report/page/report.js";
import { ARRIVAL_COLUMNS, GROWTH_COLUMNS, GROWTH_SHOWN, VERIFICATION_COLUMNS } from "./broadcast-columns.js";
import { growthNodes, growthPoint, simulated, verificationPoints, type GrowthPoint } from "./broadcast-rows.js";
import { parameterFacts } from "./facts.js";
import { studyResult, studyTable } from "./result.js";
import { SETTING_TABLES, timeOf, type Settings } from "./settings/settings.js";
import type { Study, StudyResult } from "./study.js";

/** Beyond the paper: a block's way through the network, simulated, beside equations (6) and (9). */
export const broadcastStudy: Study = {
  id: "broadcast",
  title: "The broadcast behind equations (6) and (9)",
  check: (settings) => void timeOf(settings),
  run: ({ settings, progress }) => {
    const growth = growthNodes(settings).map((nodes) => {
      progress(`Broadcast: n = ${nodes}`);
      return growthPoint(settings, nodes);
    });
    return Promise.resolve(resultOf(growth, settings));
  },
};

function resultOf(growth: readonly GrowthPoint[], settings: Settings): StudyResult {
  const { nodes } = settings.time;
  const arrivals = (["unicast", "gossip"] as const).flatMap((topology) => arrivalRows(settings, topology));
  const verifications = verificationPoints(settings);
  const facts = factsOf(settings);
  return studyResult({
    id: broadcastStudy.id,
    title: broadcastStudy.title,
    paragraphs: [
      "Equations (6) and (9) send a block to one node after the other. Real networks pass it on from peer to peer. Both are simulated, event by event: a node checks a block before it passes it on, its upload carries one message at a time, and every link has a latency.",
      meaningOf(growth),
      "Verification in the same network: a request to each authority, its check, its verdict back. The traditional model needs every verdict, the improved one a quorum of two thirds, and only where R asks for it. Equation (5) knows neither latency nor quorum.",
    ],
    answer: answerOf(growth),
    figures: [
      {
        name: "arrival",
        svg: broadcastArrival(nodes, arrivals),
        caption:
          "Share of the nodes that have a block, against time, the mean of some blocks. The unicast's curve is equation (6) read at every node, and a latency.",
        source: "beyond the paper; unicast after equation (6)",
        parameters: [{ label: "n", value: group(nodes) }, ...facts],
        seeds: [settings.seed],
      },
      {
        name: "growth",
        svg: broadcastGrowth(growth.flatMap(growthRows)),
        caption:
          "Time until all nodes have a block, on logarithmic axes. T_{n+1} of equation (9) lies V / W above equation (6), too little to be seen here.",
        source: "equations (6) and (9); simulation beyond the paper",
        parameters: facts,
        seeds: [settings.seed],
      },
    ],
    tables: [
      studyTable({
        name: "growth",
        caption: "Time until the nodes have a block, and what gossip sends for one block.",
        rows: growth,
        columns: GROWTH_COLUMNS,
        pageColumns: GROWTH_SHOWN,
      }),
      studyTable({
        name: "arrival",
        caption: `Time until a share of ${group(nodes)} nodes has a block; the CSV has every percent.`,
        rows: arrivals,
        shown: arrivals.filter(({ share }) => [0.5, 0.9, 0.99, 1].includes(share)),
        columns: ARRIVAL_COLUMNS,
      }),
      studyTable({
        name: "verification",
        caption: "One trade's verification, message by message, beside T_c R of equation (5).",
        rows: verifications,
        columns: VERIFICATION_COLUMNS,
      }),
    ],
    json: { seed: settings.seed, nodes, arrivals, growth, verifications },
    summary: summaryOf(growth),
  });
}

function arrivalRows(settings: Settings, topology: ArrivalRow["topology"]): ArrivalRow[] {
  const { arrivalSeconds } = simulated(settings, settings.time.nodes, topology, "announce");
  return arrivalSeconds.slice(1).map((seconds, i) => ({ topology, seconds, share: (i + 1) / 100 }));
}

function growthRows({ nodes, equation6, unicast, gossip }: GrowthPoint): GrowthRow[] {
  return [
    { series: "equation", nodes, seconds: equation6 },
    { series: "unicast", nodes, seconds: unicast },
    { series: "gossip", nodes, seconds: gossip },
  ];
}

function answerOf(growth: readonly GrowthPoint[]): string {
  const [first, last] = endsOf(growth);
  const tenfold = (last.gossip - first.gossip) / Math.log10(last.nodes / first.nodes);
  return (
    `From n = ${group(first.nodes)} to n = ${group(last.nodes)} the time until all nodes have a block rises from ${first.unicast.toFixed(2)} to ${last.unicast.toFixed(2)} s by unicast, as equation (6) says, ` +
    `and from ${first.gossip.toFixed(2)} to ${last.gossip.toFixed(2)} s by gossip: ${tenfold.toFixed(2)} s more for every tenfold n.`
  );
}

/** What the simulation says about the paper's curves. */
function meaningOf(growth: readonly GrowthPoint[]): string {
  const { nodes, equation6, equation9, gossip } =
    growth.findLast((point) => point.nodes <= PAPER_NODES) ?? endsOf(growth)[0];
  return (
    `At n = ${group(nodes)} the two broadcasts of a trade, T_r2 and T_{n+1}, take ${(equation6 + equation9).toFixed(1)} s by the equations and ${(2 * gossip).toFixed(1)} s by gossip. ` +
    "This is the part of the rise of Fig. 7 and 8 that comes from the unicast, and it is the same in both models; Fig. 7 and 8 give its share of the whole rise. The models differ in T_r1 alone, which no broadcast changes: with gossip T_r1 is a larger share of a trade's time."
  );
}

/** The paper's curves end at n = 9000; the growth is simulated at the power of ten beside it. */
const PAPER_NODES = 10_000;

function summaryOf(growth: readonly GrowthPoint[]): ReportFact[] {
  const point = growth.findLast(({ nodes }) => nodes <= PAPER_NODES) ?? endsOf(growth)[0];
  return [
    {
      label: `A block to ${group(point.nodes)} nodes: equation (6), gossip`,
      value: `${point.equation6.toFixed(1)}, ${point.gossip.toFixed(1)}`,
      unit: "s",
      mark: "assumed",
    },
  ];
}

function endsOf(growth: readonly GrowthPoint[]): [GrowthPoint, GrowthPoint] {
  return [growth[0], growth.at(-1)] as [GrowthPoint, GrowthPoint];
}

function factsOf(settings: Settings): ReportFact[] {
  return [
    ...parameterFacts(SETTING_TABLES.time, timeOf(settings), ["blockMB", "bandwidthMBps", "checkSecondsPerMB"]),
    ...parameterFacts(SETTING_TABLES.network, settings.network),
    ...parameterFacts(SETTING_TABLES.broadcast, settings.broadcast, ["blocks"]),
  ];
}

function group(value: number): string {
  return value.toLocaleString("en-US");
}
