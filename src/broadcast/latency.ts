import type { Random } from "../model/random.js";
import type { Regions } from "./regions.js";

/**
 * How long the last bit of a message is under way, by the regions of sender and receiver:
 * `seconds[region[from] * regions + region[to]]`. A simulation reads it once a message, so it is laid out flat.
 */
export interface Latency {
  readonly regions: number;
  /** Region of each node. */
  readonly region: Uint8Array;
  readonly seconds: Float64Array;
}

/** The same latency on every link. */
export function uniformLatency(nodes: number, seconds: number): Latency {
  return { regions: 1, region: new Uint8Array(nodes), seconds: Float64Array.of(seconds) };
}

/** Each node is put into a region, with the chance of that region's share. */
export function regionalLatency(nodes: number, { regions, latencySeconds }: Regions, random: Random): Latency {
  const total = regions.reduce((sum, { share }) => sum + share, 0);
  const draw = (): number => {
    let rest = random() * total;
    const drawn = regions.findIndex(({ share }) => (rest -= share) < 0);
    return drawn < 0 ? regions.length - 1 : drawn;
  };
  return {
    regions: regions.length,
    region: Uint8Array.from({ length: nodes }, draw),
    seconds: Float64Array.from(latencySeconds.flat()),
  };
}

/** Latency from one node to another, in seconds. */
export function latencyBetween({ regions, region, seconds }: Latency, from: number, to: number): number {
  if (regions === 1) return seconds[0] as number;
  return seconds[(region[from] as number) * regions + (region[to] as number)] as number;
}
