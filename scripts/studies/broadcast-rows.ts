import { broadcast, type BroadcastResult, type Topology } from "../../src/broadcast/broadcast.js";
import type { GossipMode } from "../../src/broadcast/gossip.js";
import { uniformLatency } from "../../src/broadcast/latency.js";
import { pollCommittee, type VerificationModel } from "../../src/broadcast/committee-poll.js";
import { mulberry32 } from "../../src/model/random.js";
import { fullVerificationSeconds, unicastSeconds } from "../../src/model/time.js";
import { networkAt, timeAt, timeOf, type Settings } from "./settings/settings.js";

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
export function growthNodes({ broadcast: { mostNodes } }: Settings): number[] {
  const nodes: number[] = [];
  for (let power = 100; power <= mostNodes; power *= 10) nodes.push(power, 3 * power);
  return nodes.filter((n) => n <= mostNodes);
}

/** Some blocks from sources of their own through one network, which follows from the seed. */
export function simulated(settings: Settings, nodes: number, topology: Topology, mode: GossipMode): BroadcastResult {
  const { blocks } = settings.broadcast;
  return broadcast({ parameters: networkAt(settings, nodes), topology, mode, blocks }, mulberry32(settings.seed));
}

export function growthPoint(settings: Settings, nodes: number): GrowthPoint {
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
export function verificationPoints(settings: Settings): VerificationPoint[] {
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
