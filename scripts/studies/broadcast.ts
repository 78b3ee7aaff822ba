import { broadcast, type BroadcastResult, type BroadcastSettings } from "../../src/broadcast/broadcast.js";
import { pollCommittee, type VerificationModel } from "../../src/broadcast/committee-poll.js";
import type { GossipMode } from "../../src/broadcast/gossip.js";
import { uniformLatency } from "../../src/broadcast/latency.js";
import { mulberry32 } from "../../src/model/random.js";
import { fullVerificationSeconds, unicastSeconds } from "../../src/model/time.js";
import type { Column } from "../../src/report/column.js";
import { broadcastArrival } from "../../src/report/figures/broadcast-arrival.js";
import { broadcastGrowth } from "../../src/report/figures/broadcast-growth.js";
import type { ReportFact } from "../../src/report/page/page.js";
import { parameterFacts, studyResult, studyTable } from "./result.js";
import { SETTING_TABLES, timeOf, type Settings, networkAt, timeAt } from "./settings/settings.js";
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

/** Time until all of n nodes have a block, in seconds; messages and bytes of one block. */
export interface GrowthPoint {
  readonly nodes: number;
  /** T_r2, equation (6). */
  readonly equation6: number;
  /** T_{n+1} of equation (9). */
  readonly equation9: number;
  readonly unicast: number;
  /** Announce and fetch, until 50, 90 and 100 % have it. */
  readonly gossip50: number;
  readonly gossip90: number;
  readonly gossip: number;
  /** Pushed unasked. */
  readonly push: number;
  readonly gossipMessages: number;
  readonly gossipMB: number;
  readonly pushMB: number;
}

/** 1 and 3 times the powers of ten from 100 to the most nodes. */
function growthNodes({ broadcast: { mostNodes } }: Settings): number[] {
  const nodes: number[] = [];
  for (let power = 100; power <= mostNodes; power *= 10) nodes.push(power, 3 * power);
  return nodes.filter((n) => n <= mostNodes);
}

function growthPoint(settings: Settings, nodes: number): GrowthPoint {
  const { blocks } = settings.broadcast;
  const unicast = simulated(settings, nodes, "unicast", "push");
  const gossip = simulated(settings, nodes, "gossip", "announce");
  const push = simulated(settings, nodes, "gossip", "push");
  const until = ({ arrivalSeconds }: BroadcastResult, percent: number) => arrivalSeconds[percent] as number;
  const time = timeAt(settings, nodes);
  return {
    nodes,
    equation6: unicastSeconds(nodes, time),
    equation9: unicastSeconds(nodes + 1, time),
    unicast: until(unicast, 100),
    gossip50: until(gossip, 50),
    gossip90: until(gossip, 90),
    gossip: until(gossip, 100),
    push: until(push, 100),
    gossipMessages: gossip.messages / blocks,
    gossipMB: gossip.bytes / blocks / 1e6,
    pushMB: push.bytes / blocks / 1e6,
  };
}

/** Some blocks from sources of their own through one network, which follows from the seed. */
function simulated(
  settings: Settings,
  nodes: number,
  topology: BroadcastSettings["topology"],
  mode: GossipMode,
): BroadcastResult {
  const { blocks } = settings.broadcast;
  return broadcast({ parameters: networkAt(settings, nodes), topology, mode, blocks }, mulberry32(settings.seed));
}

function arrivalRows(
  settings: Settings,
  topology: Parameters<typeof broadcastArrival>[1][number]["topology"],
): Parameters<typeof broadcastArrival>[1][number][] {
  const { arrivalSeconds } = simulated(settings, settings.time.nodes, topology, "announce");
  return arrivalSeconds.slice(1).map((seconds, i) => ({ topology, seconds, share: (i + 1) / 100 }));
}

function growthRows({ nodes, equation6, unicast, gossip }: GrowthPoint) {
  return [
    { series: "equation", nodes, seconds: equation6 },
    { series: "unicast", nodes, seconds: unicast },
    { series: "gossip", nodes, seconds: gossip },
  ] as const;
}

/** One trade's verification, message by message. */
export interface VerificationPoint {
  readonly model: VerificationModel;
  readonly lane: "fast" | "full";
  readonly authorities: number;
  /** T_c R: the time that equation (5) has for it. */
  readonly equation5: number;
  readonly seconds: number;
  readonly messages: number;
  readonly bytes: number;
}

/** Both models at three sizes of committee: the chain's, a tenth of n_a, and n_a. */
function verificationPoints(settings: Settings): VerificationPoint[] {
  const time = timeOf(settings);
  const { authorities } = time;
  const sizes = [settings.market.authorities, Math.ceil(authorities / 10), authorities];
  const ways = [
    ["traditional", "full", 1],
    ["improved", "full", 1],
    ["improved", "fast", settings.market.rho],
  ] as const;
  return [...new Set(sizes)].flatMap((size) =>
    ways.map(([model, lane, reliability]) => {
      const parameters = { ...time, authorities: size };
      const latency = uniformLatency(size + 1, settings.network.latencySeconds);
      const equation5 = fullVerificationSeconds(parameters) * reliability;
      const result = pollCommittee(model, reliability, { parameters, latency });
      return { model, lane, authorities: size, equation5, ...result };
    }),
  );
}

const seconds = (name: string, heading: string, value: (point: GrowthPoint) => number): Column<GrowthPoint> => ({
  name: `${name}_s`,
  heading: `${heading} [s]`,
  value,
  decimals: 2,
});

const GROWTH_COLUMNS: readonly Column<GrowthPoint>[] = [
  { name: "nodes", heading: "n", value: ({ nodes }) => nodes },
  seconds("equation_6", "Equation (6)", ({ equation6 }) => equation6),
  seconds("equation_9_neighbours", "T_{n+1}", ({ equation9 }) => equation9),
  seconds("unicast_100", "Unicast, all", ({ unicast }) => unicast),
  seconds("gossip_50", "Gossip, 50 %", ({ gossip50 }) => gossip50),
  seconds("gossip_90", "Gossip, 90 %", ({ gossip90 }) => gossip90),
  seconds("gossip_100", "Gossip, all", ({ gossip }) => gossip),
  seconds("push_100", "Pushed, all", ({ push }) => push),
  { name: "gossip_messages", heading: "Messages", value: ({ gossipMessages }) => gossipMessages, decimals: 0 },
  { name: "gossip_mb", heading: "MB", value: ({ gossipMB }) => gossipMB, decimals: 0 },
  { name: "push_mb", heading: "MB, pushed", value: ({ pushMB }) => pushMB, decimals: 0 },
];

/** Too much for the page. */
const CSV_ONLY = new Set(["equation_9_neighbours_s", "gossip_90_s", "push_100_s", "push_mb"]);

const ARRIVAL_COLUMNS: readonly Column<Parameters<typeof broadcastArrival>[1][number]>[] = [
  { name: "topology", heading: "Way", value: ({ topology }) => topology },
  { name: "share", heading: "Share of the nodes", value: ({ share }) => share, decimals: 2 },
  { name: "arrival_s", heading: "Time [s]", value: (row) => row.seconds, decimals: 2 },
];

const VERIFICATION_COLUMNS: readonly Column<VerificationPoint>[] = [
  { name: "model", heading: "Model", value: ({ model }) => model },
  { name: "lane", heading: "Lane", value: ({ lane }) => lane },
  { name: "authorities", heading: "Authorities", value: ({ authorities }) => authorities },
  { name: "equation_5_s", heading: "T_c R [s]", value: ({ equation5 }) => equation5, decimals: 2 },
  { name: "simulated_s", heading: "Simulated [s]", value: (point) => point.seconds, decimals: 2 },
  { name: "messages", heading: "Messages", value: ({ messages }) => messages },
  { name: "bytes", heading: "Bytes", value: ({ bytes }) => bytes },
];

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
        pageColumns: GROWTH_COLUMNS.filter(({ name }) => !CSV_ONLY.has(name)),
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
