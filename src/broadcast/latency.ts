import { UserError } from "../model/errors.js";
import type { Random } from "../model/random.js";

/**
 * Time from the sending of a message's last bit to its arrival, by the regions of sender and receiver:
 * `seconds[region[from] * regions + region[to]]`. Read once for each message, so it is laid out flat.
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

/** Where nodes are, and how far from each other; as schemas/regions.schema.json has it. */
export interface Regions {
  /** At most 256; shares are relative to their sum. */
  readonly regions: readonly { readonly name: string; readonly share: number }[];
  /** One way, from the region of the row to the region of the column. */
  readonly latencySeconds: readonly (readonly number[])[];
}

/**
 * The regions, if they go together.
 *
 * @param source - where they are from, for the message
 * @throws UserError unless a share is above 0 and there is a latency for each pair of regions
 */
export function requireRegions(regions: Regions, source: string): Regions {
  const count = regions.regions.length;
  const requireLength = (field: string, list: readonly unknown[]): void => {
    if (list.length === count) return;
    throw new UserError(
      `${source}: ${field}: must have ${count} ${count === 1 ? "entry" : "entries"}, one for each region`,
    );
  };
  if (!regions.regions.some(({ share }) => share > 0)) throw new UserError(`${source}: regions: all shares are 0`);
  requireLength("latencySeconds", regions.latencySeconds);
  for (const [from, row] of regions.latencySeconds.entries()) requireLength(`latencySeconds.${from}`, row);
  return regions;
}

/** Puts each node into a region, with the region's share as the chance. */
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
