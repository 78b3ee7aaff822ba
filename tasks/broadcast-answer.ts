import { unicastSeconds } from "../src/model/time.js";
import type { BroadcastResult, BroadcastSettings } from "../src/broadcast/broadcast.js";
import { toTextTable } from "../src/report/table.js";

/** What `hardhat broadcast` found out. */
export interface BroadcastAnswer {
  readonly settings: BroadcastSettings;
  readonly seed: number;
  readonly result: BroadcastResult;
}

const PERCENTS = [50, 90, 99, 100] as const;

/** The answer for machines. Events, messages and bytes are of all blocks together, seconds the mean over the blocks. */
export function broadcastJson({ settings, seed, result }: BroadcastAnswer): unknown {
  const { parameters, topology, mode, blocks, regions } = settings;
  return {
    nodes: parameters.nodes,
    topology,
    mode: topology === "gossip" ? mode : undefined,
    blocks,
    seed,
    events: result.events,
    arrivalSeconds: Object.fromEntries(PERCENTS.map((percent) => [percent, result.arrivalSeconds[percent]])),
    messages: result.messages,
    bytes: result.bytes,
    equations: equations(settings),
    parameters,
    regions,
    arrivalSecondsByPercent: result.arrivalSeconds,
  };
}

/**
 * The answer for people.
 *
 * @example
 * // 10 blocks of 1 MB on their way to 9,000 nodes: gossip, announced and fetched, 8 peers a node
 */
export function broadcastText({ settings, seed, result }: BroadcastAnswer): string {
  const { parameters, topology, mode, blocks, regions } = settings;
  const { broadcastSeconds, neighbourSeconds } = equations(settings);
  const ways = { announce: "announced and fetched", push: "pushed" } as const;
  const peers = `gossip, ${ways[mode]}, ${parameters.degree} peers a node`;
  const way = topology === "gossip" ? peers : "unicast, the source sends to one after the other";
  const latency = regions === undefined ? `${parameters.latencySeconds} s` : "by region";
  const arrivals = toTextTable(
    [
      { name: "share", heading: "Nodes reached", value: (percent: number) => `${percent} %`, numeric: true },
      {
        name: "arrival_s",
        heading: "after [s]",
        value: (percent) => result.arrivalSeconds[percent] ?? null,
        decimals: 3,
      },
    ],
    PERCENTS,
  );
  const perBlock = (sum: number): string => (sum / blocks).toLocaleString("en-US", { maximumFractionDigits: 1 });
  return `${[
    `${group(blocks)} ${blocks === 1 ? "block" : "blocks"} of ${parameters.blockMB} MB to ${group(parameters.nodes)} nodes: ${way}`,
    "",
    arrivals,
    `A block takes ${perBlock(result.messages)} messages, ${perBlock(result.bytes / 1e6)} MB, ${perBlock(result.events)} events.`,
    `Bandwidth ${parameters.bandwidthMBps} MB/s; assumed: latency ${latency}, check ${parameters.checkSecondsPerMB} s/MB. Seed ${seed}.`,
    "",
    `The paper's broadcast is unicast: T_r2 = ${seconds(broadcastSeconds)} s, equation (6); T_{n+1} = ${seconds(neighbourSeconds)} s, equation (9).`,
  ].join("\n")}\n`;
}

/** What the paper's equations give for the same network. */
function equations({ parameters }: BroadcastSettings): { broadcastSeconds: number; neighbourSeconds: number } {
  return {
    broadcastSeconds: unicastSeconds(parameters.nodes, parameters),
    neighbourSeconds: unicastSeconds(parameters.nodes + 1, parameters),
  };
}

function seconds(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 6 });
}

function group(value: number): string {
  return value.toLocaleString("en-US");
}
