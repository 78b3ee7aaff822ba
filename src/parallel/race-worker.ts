import { parentPort } from "node:worker_threads";

import { raceWins } from "../model/attack/race.js";
import { randomStream } from "../model/random.js";

/** A batch of races; the worker replies with the number that the attacker won. */
interface RaceBatch {
  readonly q: number;
  readonly z: number;
  readonly races: number;
  readonly seed: number;
  readonly stream: number;
}

parentPort?.on("message", ({ q, z, races, seed, stream }: RaceBatch) => {
  parentPort?.postMessage(raceWins(q, z, races, randomStream(seed, stream)));
});
