import type { Column } from "../../src/report/column.js";
import type { ArrivalRow } from "../../src/report/figures/broadcast-arrival.js";
import type { GrowthPoint, VerificationPoint } from "./broadcast-rows.js";

const seconds = (name: string, heading: string, value: (point: GrowthPoint) => number): Column<GrowthPoint> => ({
  name: `${name}_s`,
  heading: `${heading} [s]`,
  value,
  decimals: 2,
});

const NODES: Column<GrowthPoint> = { name: "nodes", heading: "n", value: ({ nodes }) => nodes };
const MESSAGES: Column<GrowthPoint> = {
  name: "gossip_messages",
  heading: "Messages",
  value: ({ gossipMessages }) => gossipMessages,
  decimals: 0,
};
const GOSSIP_MB: Column<GrowthPoint> = {
  name: "gossip_mb",
  heading: "MB",
  value: ({ gossipMB }) => gossipMB,
  decimals: 0,
};

const EQUATION_6 = seconds("equation_6", "Equation (6)", ({ equation6 }) => equation6);
const UNICAST = seconds("unicast_100", "Unicast, all", ({ unicast }) => unicast);
const GOSSIP = seconds("gossip_100", "Gossip, all", ({ gossip }) => gossip);
const GOSSIP_50 = seconds("gossip_50", "Gossip, 50 %", ({ gossip50 }) => gossip50);

export const GROWTH_COLUMNS: readonly Column<GrowthPoint>[] = [
  NODES,
  EQUATION_6,
  seconds("equation_9_neighbours", "T_{n+1}", ({ equation9 }) => equation9),
  UNICAST,
  GOSSIP_50,
  seconds("gossip_90", "Gossip, 90 %", ({ gossip90 }) => gossip90),
  GOSSIP,
  seconds("push_100", "Pushed, all", ({ push }) => push),
  MESSAGES,
  GOSSIP_MB,
  { name: "push_mb", heading: "MB, pushed", value: ({ pushMB }) => pushMB, decimals: 0 },
];

export const GROWTH_SHOWN: readonly Column<GrowthPoint>[] = [
  NODES,
  EQUATION_6,
  UNICAST,
  GOSSIP_50,
  GOSSIP,
  MESSAGES,
  GOSSIP_MB,
];

export const ARRIVAL_COLUMNS: readonly Column<ArrivalRow>[] = [
  { name: "topology", heading: "Way", value: ({ topology }) => topology },
  { name: "share", heading: "Share of the nodes", value: ({ share }) => share, decimals: 2 },
  { name: "arrival_s", heading: "Time [s]", value: (row) => row.seconds, decimals: 2 },
];

export const VERIFICATION_COLUMNS: readonly Column<VerificationPoint>[] = [
  { name: "model", heading: "Model", value: ({ model }) => model },
  { name: "lane", heading: "Lane", value: ({ lane }) => lane },
  { name: "authorities", heading: "Authorities", value: ({ authorities }) => authorities },
  { name: "equation_5_s", heading: "T_c R [s]", value: ({ equation5 }) => equation5, decimals: 2 },
  { name: "simulated_s", heading: "Simulated [s]", value: (point) => point.seconds, decimals: 2 },
  { name: "messages", heading: "Messages", value: ({ messages }) => messages },
  { name: "bytes", heading: "Bytes", value: ({ bytes }) => bytes },
];
