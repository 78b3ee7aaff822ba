import { type Parameter, parametersOf } from "../model/parameter.js";
import { TIME_PARAMETERS } from "../model/time-parameters.js";

const { nodes, blockMB, bandwidthMBps, checkSecondsPerMB } = TIME_PARAMETERS;

/** The parameters of a broadcast, with their sources. */
export const BROADCAST_PARAMETERS = {
  nodes,
  blockMB,
  bandwidthMBps,
  checkSecondsPerMB,
  degree: {
    symbol: "d",
    meaning: "peers of a node",
    unit: "",
    value: 8,
    source: "assumed",
    whole: true,
    min: 2,
    max: 100,
  },
  latencySeconds: {
    symbol: "L",
    meaning: "latency of a link, one way",
    unit: "s",
    value: 0.05,
    source: "assumed",
    min: 0,
    max: 1e6,
  },
  messageBytes: {
    symbol: "A",
    meaning: "announcement of a block, or request for one, as long as Bitcoin's",
    unit: "B",
    value: 61,
    source: "assumed",
    whole: true,
    min: 0,
    max: 1e6,
  },
} as const satisfies Record<string, Parameter>;

/** A value for each of {@link BROADCAST_PARAMETERS}. */
export type BroadcastParameters = Readonly<Record<keyof typeof BROADCAST_PARAMETERS, number>>;

/**
 * The defaults with some of them replaced, each checked.
 *
 * @throws UserError naming a value outside its domain
 * @example networkParameters({ nodes: 9000 }).degree // 8
 */
export function broadcastParameters(given: Partial<BroadcastParameters> = {}): BroadcastParameters {
  return parametersOf(BROADCAST_PARAMETERS, given);
}
