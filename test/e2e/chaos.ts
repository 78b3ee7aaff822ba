import { setTimeout as sleep } from "node:timers/promises";

import { mulberry32, type Random, uniformInteger } from "../../src/model/random.js";
import type { FaultyNode } from "../support/faulty-node.js";
import { atRandom, emptyLogsOnce, lacking, type Fault, type FaultChoice } from "../support/node-faults.js";
import type { Actor } from "./cast.js";

/** A process that must survive, and the node as it sees it. */
export interface Victim {
  readonly actor: Actor;
  readonly connection: FaultyNode;
}

/** Something bad, at some moment of the day. */
export interface Blow {
  /** After the beginning, ms. */
  readonly atMs: number;
  readonly victim: number;
  /** kill -9 and a start later; a node that cannot be reached; or one that answers badly, more often than not. */
  readonly kind: "kill" | "down" | Fault["kind"];
  readonly lastsMs: number;
}

const BAD_ANSWERS: readonly Fault[] = [
  { kind: "cut off" },
  { kind: "hang" },
  { kind: "slow", ms: 700 },
  { kind: "status", status: 500 },
  { kind: "status", status: 429 },
  { kind: "truncated" },
  { kind: "wrong id" },
  { kind: "nonsense", result: { none: "such" } },
  { kind: "error", code: -32_000, message: "header not found" },
  { kind: "swallow" },
  { kind: "behind", blocks: 3 },
  { kind: "small batches", most: 1 },
];
/** What a node is like all day long; every make lacks something. */
const HABITS: readonly (() => FaultChoice[])[] = [
  () => [emptyLogsOnce()],
  () => [() => ({ kind: "small batches", most: 3 })],
  () => [lacking("eth_maxPriorityFeePerGas"), emptyLogsOnce()],
  () => [emptyLogsOnce(), () => ({ kind: "small batches", most: 1 })],
  () => [lacking("eth_maxPriorityFeePerGas", "eth_feeHistory")],
];

/** The habits of the node that somebody is connected to. */
export function habitsOf(victim: number): FaultChoice[] {
  return HABITS[victim % HABITS.length]!();
}

/** Of the calls, while a node answers badly. */
const SHARE = 0.6;

/**
 * What happens in a day: every victim is killed at least once and loses its node at least once, the rest is drawn.
 *
 * @param seconds - the last blow has passed by then
 */
export function blowsOf(seed: number, victims: number, seconds: number, blows: number): Blow[] {
  const random = mulberry32(seed);
  const draw = (victim: number, kind: Blow["kind"]): Blow => {
    const lastsMs = uniformInteger(random, 500, 4000);
    return { atMs: uniformInteger(random, 0, seconds * 1000 - lastsMs), victim, kind, lastsMs };
  };
  const everybody = Array.from({ length: victims }, (_, victim) => [draw(victim, "kill"), draw(victim, "down")]).flat();
  const more = Array.from({ length: blows - everybody.length }, () =>
    draw(uniformInteger(random, 0, victims - 1), kindOf(random)),
  );
  return [...everybody, ...more].sort((a, b) => a.atMs - b.atMs);
}

function kindOf(random: Random): Blow["kind"] {
  return random() < 0.2 ? "kill" : BAD_ANSWERS[uniformInteger(random, 0, BAD_ANSWERS.length - 1)]!.kind;
}

/**
 * Lets the blows fall at their moments, but no more than so many kills at once, the later ones after the earlier;
 * resolves when all have passed and everybody is up again.
 */
export async function strike(
  seed: number,
  blows: readonly Blow[],
  victims: readonly Victim[],
  killsAtOnce: number,
): Promise<void> {
  const random = mulberry32(seed);
  const lanes = Array.from({ length: killsAtOnce }, () => Promise.resolve());
  let kills = 0;
  await Promise.all(
    blows.map(async (blow) => {
      await sleep(blow.atMs);
      const victim = victims[blow.victim]!;
      if (blow.kind !== "kill") return disturb(blow, victim.connection, random);
      const lane = kills++ % lanes.length;
      const killed = lanes[lane]!.then(() => kill(victim.actor, blow.lastsMs));
      lanes[lane] = killed;
      return killed;
    }),
  );
}

async function kill(actor: Actor, lastsMs: number): Promise<void> {
  await actor.end("SIGKILL");
  await sleep(lastsMs);
  await actor.start();
}

async function disturb({ kind, lastsMs }: Blow, connection: FaultyNode, random: Random): Promise<void> {
  if (kind === "down") {
    await connection.down();
    await sleep(lastsMs);
    await connection.up();
  } else {
    const faults = BAD_ANSWERS.filter((fault) => fault.kind === kind);
    connection.choose(atRandom(random, SHARE, faults));
    await sleep(lastsMs);
    connection.heal();
  }
}
