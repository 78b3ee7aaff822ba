import { BROADCAST_PARAMETERS, broadcastParameters } from "../src/broadcast/broadcast-parameters.js";
import { broadcast, type BroadcastSettings, topologies, type BroadcastResult } from "../src/broadcast/broadcast.js";
import { gossipModes } from "../src/broadcast/gossip.js";
import { UsageError } from "../src/model/errors.js";
import type { Parameter } from "../src/model/parameter.js";
import { mulberry32 } from "../src/model/random.js";
import { unicastSeconds } from "../src/model/time.js";
import { toJson } from "../src/report/json.js";
import { toTextTable } from "../src/report/table.js";
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
    throw new UsageError(`--latency ${args.latency}: the file of --regions has the latencies`);
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

/** What `hardhat broadcast` found out. */
interface BroadcastAnswer {
  readonly settings: BroadcastSettings;
  readonly seed: number;
  readonly result: BroadcastResult;
}

const PERCENTS = [50, 90, 99, 100] as const;

/** The answer for machines. Events, messages and bytes are of all blocks together, seconds the mean over the blocks. */
function broadcastJson({ settings, seed, result }: BroadcastAnswer): unknown {
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
function broadcastText({ settings, seed, result }: BroadcastAnswer): string {
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
