import { unicastSeconds } from "../model/time.js";
import { type Latency, latencyBetween } from "./latency.js";
import type { NetworkParameters } from "./network-parameters.js";
import type { Spreading } from "./spread.js";

/**
 * The paper's broadcast, equations (6) and (9): the source sends the block to one node after the other, nobody passes it on.
 * The k-th has it after k V / W and its latency.
 */
export function unicast(latency: Latency, parameters: NetworkParameters): Spreading {
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
