import { type Random, uniformInteger } from "../model/random.js";
import { unicastSeconds } from "../model/time.js";
import { Gossip, type GossipMode, type SpreadBlock } from "./gossip.js";
import { type Latency, latencyBetween, regionalLatency, type Regions, uniformLatency } from "./latency.js";
import type { BroadcastParameters } from "./broadcast-parameters.js";
import { randomPeers } from "./peers.js";

/** How a block spreads: the paper's unicast, or gossip as between real nodes. */
type Topology = (typeof topologies)[number];
export const topologies = ["unicast", "gossip"] as const;

export interface BroadcastSettings {
  readonly parameters: BroadcastParameters;
  readonly topology: Topology;
  /** For gossip; unicast always sends the block itself. */
  readonly mode: GossipMode;
  /** Number of blocks, at least 1, each from a source of its own; they do not overlap. */
  readonly blocks: number;
  /** Replaces the single latency. */
  readonly regions?: Regions | undefined;
}

export interface BroadcastResult {
  /** Seconds until p % of the nodes have received a block, p = 0, 1 ... 100; mean over the blocks. */
  readonly arrivalSeconds: readonly number[];
  /** Sums over the blocks. */
  readonly events: number;
  readonly messages: number;
  readonly bytes: number;
}

/**
 * Sends blocks from a source to n other nodes, as equation (6) counts them. Blocks differ only in their source, so
 * memory does not grow with their number.
 *
 * @param random - draws the peers, the regions and the source of each block
 * @example
 * const settings = { parameters: networkParameters(), topology: "gossip", mode: "announce", blocks: 10 } as const;
 * broadcast(settings, mulberry32(1)).arrivalSeconds[50] // seconds until half of the nodes have a block
 */
export function broadcast(settings: BroadcastSettings, random: Random): BroadcastResult {
  const { nodes, latencySeconds } = settings.parameters;
  const { blocks, regions } = settings;
  const all = nodes + 1;
  const latency = regions === undefined ? uniformLatency(all, latencySeconds) : regionalLatency(all, regions, random);
  const spread = spreading(settings, latency, random);
  const arrivalSeconds = Array.from({ length: 101 }, () => 0);
  let [events, messages, bytes] = [0, 0, 0];
  for (let block = 1; block <= blocks; block++) {
    const one = spread(uniformInteger(random, 0, nodes));
    for (let percent = 1; percent <= 100; percent++) {
      const arrival = one.arrivals[Math.ceil((percent * nodes) / 100) - 1] as number;
      const mean = arrivalSeconds[percent] as number;
      // A running mean, so that equal blocks leave it unchanged to the last bit.
      arrivalSeconds[percent] = mean + (arrival - mean) / block;
    }
    events += one.events;
    messages += one.messages;
    bytes += one.bytes;
  }
  return { arrivalSeconds, events, messages, bytes };
}

function spreading({ parameters, topology, mode }: BroadcastSettings, latency: Latency, random: Random): SpreadBlock {
  if (topology === "unicast") return unicast(latency, parameters);
  const peers = randomPeers(parameters.nodes + 1, parameters.degree, random);
  const gossip = new Gossip(peers, latency, mode, parameters);
  return (source) => gossip.spread(source);
}

/**
 * The paper's broadcast, equations (6) and (9): the source sends the block to one node after the other, and no node
 * passes it on. The k-th node has it after k V / W and its latency.
 */
function unicast(latency: Latency, parameters: BroadcastParameters): SpreadBlock {
  const receivers = latency.region.length - 1;
  const arrivals = new Float64Array(receivers);
  const bytes = Math.round(parameters.blockMB * 1e6) * receivers;
  return (source) => {
    for (let k = 1; k <= receivers; k++) {
      const node = k <= source ? k - 1 : k;
      arrivals[k - 1] = unicastSeconds(k, parameters) + latencyBetween(latency, source, node);
    }
    return { arrivals: arrivals.sort(), events: receivers, messages: receivers, bytes };
  };
}
