import { UserError } from "../src/model/errors.js";
import type { Parameter } from "../src/model/parameter.js";
import { mulberry32 } from "../src/model/random.js";
import { broadcast, type BroadcastSettings, topologies } from "../src/broadcast/broadcast.js";
import { gossipModes } from "../src/broadcast/gossip.js";
import { BROADCAST_PARAMETERS, broadcastParameters } from "../src/broadcast/broadcast-parameters.js";
import { toJson } from "../src/report/json.js";
import { broadcastJson, broadcastText } from "./broadcast-answer.js";
import { command } from "./command.js";
import { choiceOption, numberOption, wholeOption } from "./options.js";
import { readRegions } from "./regions.js";

interface Arguments {
  readonly nodes: string | undefined;
  readonly topology: string | undefined;
  readonly mode: string | undefined;
  readonly degree: string | undefined;
  readonly blocks: string | undefined;
  readonly latency: string | undefined;
  readonly bandwidth: string | undefined;
  readonly blockSize: string | undefined;
  readonly seed: string | undefined;
  readonly regions: string | undefined;
  readonly json: boolean;
}

export default command((args: Arguments) => {
  const settings = parse(args);
  const seed = wholeOption("--seed", args.seed ?? "1", { min: 0, max: Number.MAX_SAFE_INTEGER });
  const answer = { settings, seed, result: broadcast(settings, mulberry32(seed)) };
  process.stdout.write(args.json ? toJson(broadcastJson(answer)) : broadcastText(answer));
});

function parse(args: Arguments): BroadcastSettings {
  if (args.latency !== undefined && args.regions !== undefined) {
    throw new UserError(`--latency ${args.latency}: the file of --regions has the latencies`);
  }
  return {
    parameters: broadcastParameters({
      nodes: parameter("--nodes", args.nodes, BROADCAST_PARAMETERS.nodes),
      degree: parameter("--degree", args.degree, BROADCAST_PARAMETERS.degree),
      latencySeconds: parameter("--latency", args.latency, BROADCAST_PARAMETERS.latencySeconds),
      bandwidthMBps: parameter("--bandwidth", args.bandwidth, BROADCAST_PARAMETERS.bandwidthMBps),
      blockMB: parameter("--block-size", args.blockSize, BROADCAST_PARAMETERS.blockMB),
    }),
    topology: choiceOption("--topology", args.topology ?? "gossip", topologies),
    mode: choiceOption("--mode", args.mode ?? "announce", gossipModes),
    blocks: wholeOption("--blocks", args.blocks ?? "10", { min: 1, max: 1_000_000 }),
    regions: args.regions === undefined ? undefined : readRegions(args.regions),
  };
}

function parameter(option: string, text: string | undefined, { value, whole = false, ...range }: Parameter): number {
  if (text === undefined) return value;
  return whole ? wholeOption(option, text, range) : numberOption(option, text, range);
}
